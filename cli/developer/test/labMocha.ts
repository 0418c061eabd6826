import { PassThrough } from "node:stream";
import { clone, command } from "../../../lab";
import { interrupt } from "../../interrupt";
import { graceMs, type MochaRun, nothing } from "./mocha";
import type { FileReport } from "./report";
import type { Result } from "./reporter";
import { resultIn } from "./resultLine";

/** A process of mocha that runs file after file. */
export interface LabMocha {
  /** @throws the interruption, when the process and all its own have ended */
  readonly run: (file: string) => Promise<Omit<FileReport, "file">>;
  /** Resolves when the process has ended. */
  readonly end: () => Promise<void>;
}

/** Starts it. It runs a file in a fraction of the processor time that a new process needs to load what tests use. */
export function labMocha({ args, cwd, env = {} }: MochaRun): LabMocha {
  const input = new PassThrough();
  let output = "";
  let tell: (result: Result) => void = () => undefined;
  const onLine = (line: string): void => {
    const result = resultIn(line);
    if (result) tell(result);
    else output += `${line}\n`;
  };
  const argv = [process.execPath, "--import", "tsx", `${clone}/cli/developer/test/labProcess.ts`, ...args];
  const ended = command(argv, { cwd, env, input, signal: interrupt, graceMs, onLine });
  ended.catch(() => undefined); // `run` and `end` throw it
  return {
    run: async (file) => {
      const began = performance.now();
      output = "";
      const result = new Promise<Result>((resolve) => (tell = resolve));
      input.write(`${file}\n`);
      // Without a result, the process ended early.
      const read = await Promise.race([result, ended.then(() => nothing)]);
      return { ...read, seconds: (performance.now() - began) / 1000, output };
    },
    end: async () => {
      input.end();
      await ended;
    },
  };
}
