import type { ValueRule } from "../../named";

/** The password of haproxy's statistics page, whose value only the schema sees. */
export const haproxyStatsPasswordUnfit: ValueRule = {
  name: "haproxy-stats-password-unfit",
  title: "The password of the statistics page must have 8 characters that haproxy.cfg can hold",
  problemOf: statsPasswordProblem,
};

/** Why `value` can't be the password of the statistics page, or undefined. The text never contains the value. */
export function statsPasswordProblem(value: string): string | undefined {
  if (value.length < 8) return "has fewer than 8 characters, so it is easy to guess; write at least 8";
  if (!/^[\x21-\x7e]+$/.test(value) || value.includes("'")) {
    return "must be printable ASCII characters without spaces and single quotes, or haproxy.cfg can't hold it; write another";
  }
  return undefined;
}
