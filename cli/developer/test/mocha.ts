import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { clone, command } from "../../../lab";
import { interrupt } from "../../interrupt";
import type { FileReport } from "./report";
import { type Result, resultFile } from "./reporter";

/** How to run mocha. */
export interface MochaRun {
  readonly args: readonly string[];
  /** The folder to run it in. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export const nothing: Result = { passed: 0, failed: 0, whole: false };

/** Time that mocha's hooks get after an interruption, in milliseconds. */
export const graceMs = 10_000;

/**
 * Runs mocha to its end. Keeps its standard output and standard error in one text.
 * @throws the interruption, when mocha and all its processes have ended
 */
export async function mocha({ args, cwd, env = {} }: MochaRun): Promise<Omit<FileReport, "file">> {
  const began = performance.now();
  let output = "";
  const onLine = (line: string): void => {
    output += `${line}\n`;
  };
  const scratch = mkdtempSync(`${tmpdir()}/quorate-test-`);
  const result = `${scratch}/result.json`;
  const reporter = ["--reporter", `${clone}/cli/developer/test/reporter.ts`];
  const argv = [process.execPath, `${clone}/node_modules/mocha/bin/mocha.js`, ...reporter, ...args];
  try {
    const options = { cwd, env: { ...env, [resultFile]: result }, signal: interrupt, graceMs, onLine };
    const { exitCode } = await command(argv, options);
    const read = existsSync(result) ? (JSON.parse(readFileSync(result, "utf8")) as Result) : nothing;
    const seconds = (performance.now() - began) / 1000;
    return { ...read, whole: read.whole && exitCode === 0, seconds, output };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
