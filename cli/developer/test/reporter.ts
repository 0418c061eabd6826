import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** The result of a run of mocha. */
export interface Result {
  readonly passed: number;
  readonly failed: number;
  /** Whether every test has begun; false after a hook that failed or an interruption. */
  readonly whole: boolean;
}

/** The result of a run that has ended. */
export function resultOf({ stats, total }: Mocha.Runner): Result {
  const { tests = 0, passes = 0, failures = 0 } = stats ?? {};
  return { passed: passes, failed: failures, whole: tests >= total };
}

/** The environment variable that names the file for the result. */
export const resultFile = "QUORATE_TEST_RESULT";

/** Mocha's own report, and its result as JSON: the exit code alone doesn't distinguish an interruption from success. */
export default class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const file = process.env[resultFile];
      if (file !== undefined) writeFileSync(file, JSON.stringify(resultOf(runner)));
    });
  }
}
