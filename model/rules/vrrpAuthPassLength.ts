import { printPath } from "../finding";
import * as limits from "../limits";
import type { Rule } from "./rule";

/** A password's length, or the length asked for where it's still to be generated. */
export interface AuthPassLength {
  readonly path: string;
  readonly length: number;
}

/** RFC 2338 section 5.3.10: 8 octets. keepalived cuts longer ones off with a log line; shorter ones are weak for no gain. */
export const vrrpAuthPassLength: Rule<AuthPassLength> = {
  code: "VRRP_AUTH_PASS_LENGTH",
  policy: "vrrp-auth-pass-length",
  subjects: ({ vrrpGroups }) =>
    vrrpGroups.flatMap(({ name, authPass }) =>
      authPass.kind === "generated"
        ? [{ path: printPath(["vrrp", name, "authPass", "length"]), length: authPass.length }]
        : [],
    ),
  judge(passwords) {
    return passwords
      .filter(({ length }) => length !== limits.authPassLength)
      .map(({ path, length }) => ({
        code: this.code,
        path,
        message: `${String(length)} characters; VRRP carries exactly ${String(limits.authPassLength)} and keepalived cuts off the rest; write length: ${String(limits.authPassLength)}`,
      }));
  },
};
