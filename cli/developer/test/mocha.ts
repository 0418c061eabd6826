import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { clone, command } from "../../../lab";
import { interrupt } from "../../interrupt";
import { type Result, resultFile } from "./reporter";

/** How to run mocha. */
export interface MochaRun {
  readonly args: readonly string[];
  /** The folder to run it in. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each line of its standard output and standard error, as it comes. */
  readonly onLine: (line: string) => void;
}

const nothing: Result = { passed: 0, failed: 0, whole: false };

/** Time that mocha's hooks get after an interruption, in milliseconds. */
const graceMs = 10_000;

/**
 * Runs mocha to its end.
 * @throws the interruption, when mocha and all its processes have ended
 */
export async function mocha({ args, cwd, env = {}, onLine }: MochaRun): Promise<Result> {
  const scratch = mkdtempSync(`${tmpdir()}/quorate-test-`);
  const result = `${scratch}/result.json`;
  const reporter = ["--reporter", `${clone}/cli/developer/test/reporter.ts`];
  const argv = [process.execPath, `${clone}/node_modules/mocha/bin/mocha.js`, ...reporter, ...args];
  try {
    const options = { cwd, env: { ...env, [resultFile]: result }, signal: interrupt, graceMs, onLine };
    const { exitCode } = await command(argv, options);
    const read = existsSync(result) ? (JSON.parse(readFileSync(result, "utf8")) as Result) : nothing;
    return exitCode === 0 ? read : { ...read, whole: false };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
