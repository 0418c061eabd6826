import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { clone } from "../../../lab";
import { interrupt } from "../../interrupt";
import { type Result, resultFile } from "./reporter";

/** Options of a run of mocha. */
export interface MochaRun {
  readonly args: readonly string[];
  /** The folder to run it in. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with mocha's output as it comes, standard error included. */
  readonly onOutput: (text: string) => void;
}

const nothing: Result = { passed: 0, failed: 0, whole: false };

/** Time that mocha has to end its hooks after an interruption, in milliseconds. */
const patienceMs = 10_000;

/** Runs mocha to its end. If you interrupt it, mocha and all its processes get SIGINT. */
export async function mocha({ args, cwd, env, onOutput }: MochaRun): Promise<Result> {
  interrupt.throwIfAborted();
  const scratch = mkdtempSync(`${tmpdir()}/quorate-test-`);
  const result = `${scratch}/result.json`;
  const reporter = ["--reporter", `${clone}/cli/developer/test/reporter.ts`];
  const child = spawn(process.execPath, [`${clone}/node_modules/mocha/bin/mocha.js`, ...reporter, ...args], {
    cwd,
    env: { ...process.env, ...env, [resultFile]: result },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // one process group, which an interruption ends whole
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", onOutput);
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? 0), name);
    } catch {
      // it has ended
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    signal("SIGINT");
    timer = setTimeout(() => signal("SIGKILL"), patienceMs);
  };
  interrupt.addEventListener("abort", onAbort);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    const read = existsSync(result) ? (JSON.parse(readFileSync(result, "utf8")) as Result) : nothing;
    return code === 0 ? read : { ...read, whole: false };
  } finally {
    clearTimeout(timer);
    interrupt.removeEventListener("abort", onAbort);
    rmSync(scratch, { recursive: true });
  }
}
