import { printPath } from "../../finding";
import * as limits from "../../limits";
import type { Rule } from "../../rule";

/** A password's length, or the requested length of one that Pulumi has yet to generate. */
export interface AuthPassLength {
  readonly path: string;
  readonly length: number;
}

/** Allowed number of characters. Default: 8 for both. */
export interface LengthBounds {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * RFC 2338 section 5.3.10: 8 octets. keepalived truncates longer passwords with a log line. Shorter ones are weak for
 * no gain.
 */
export const vrrpAuthPassLength: Rule<AuthPassLength, LengthBounds> = {
  name: "vrrp-auth-pass-length",
  title: "A VRRP password must have 8 characters",
  why:
    "RFC 2338 section 5.3.10: an advert carries 8 octets. keepalived cuts a longer password off and only " +
    "logs it, and a shorter one is weaker for no gain. A password that Pulumi has yet to generate is " +
    "judged by its requested length, so the first preview shows the mistake. With the enforcement level " +
    "`remediate`, quorate corrects the length of a `RandomPassword` instead.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.flatMap(({ name, authPass }) =>
      authPass.kind === "generated"
        ? [{ path: printPath(["vrrp", name, "authPass", "length"]), length: authPass.length }]
        : [],
    ),
  judge(passwords, { minimum = limits.authPassLength, maximum = limits.authPassLength } = {}) {
    const wanted = minimum === maximum ? String(minimum) : `${String(minimum)} to ${String(maximum)}`;
    return passwords
      .filter(({ length }) => length < minimum || length > maximum)
      .map(({ path, length }) => ({
        path,
        message: `has ${String(length)} characters, but VRRP carries ${String(limits.authPassLength)}, and keepalived cuts off the rest; write length: ${wanted} to generate one, or a password of ${wanted} characters`,
      }));
  },
};
