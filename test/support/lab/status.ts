import assert from "node:assert/strict";
import { type Status, statusSchema } from "../../../cli/operator/status/schema";
import { clone, command, waitFor } from "../../../lab";

/** Seconds. More than the command's default, because tests run besides; less than a preview's limit. */
const timeout = 5;

/** `quorate status -s lab`, from outside the lab, like an operator. */
async function quorateStatus(args: readonly string[]): Promise<{ status: Status; seconds: number }> {
  const argv = [
    `${clone}/bin/quorate`,
    "status",
    "-s",
    "lab",
    "--json",
    "--timeout",
    String(timeout),
    ...args,
  ];
  const began = performance.now();
  const { exitCode, stdout, stderr } = await command(argv);
  const seconds = (performance.now() - began) / 1000;
  assert.notEqual(stdout, "", stderr);
  const status = statusSchema.parse(JSON.parse(stdout));
  assert.equal(exitCode, status.well ? 0 : 1);
  return { status, seconds };
}

/** The problems of a status, one line each. */
function problemsIn({ problems }: Status): string[] {
  return problems.map(({ subject, problem }) => `${subject}: ${problem}`);
}

/** Waits until the status has these problems in this order. The status must come quickly. */
export async function untilStatusSays(args: readonly string[], expected: readonly RegExp[]): Promise<Status> {
  let last: Status | undefined;
  let took = 0;
  const says = async (): Promise<boolean> => {
    const { status, seconds } = await quorateStatus(args);
    last = status;
    took = seconds;
    const lines = problemsIn(last);
    return (
      seconds < 2 * timeout &&
      lines.length === expected.length &&
      expected.every((words, index) => words.test(lines[index] ?? ""))
    );
  };
  const what = (): string =>
    `a status with ${expected.join(", ") || "no problem"}; it took ${took.toFixed(1)} s and is ${last ? problemsIn(last).join("; ") : ""}`;
  await waitFor(says, { everyMs: 500, what });
  assert.ok(last);
  return last;
}
