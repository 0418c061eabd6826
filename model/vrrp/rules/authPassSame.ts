import type { Rule } from "../../rule";

/** A member's password; undefined if it has none. Findings never show it. */
export interface MemberPassword {
  readonly path: string;
  readonly group: string;
  readonly node: string;
  readonly value: string | undefined;
}

/** RFC 2338 section 7.1: a receiver discards an advert with another password, so both become MASTER. */
export const vrrpAuthPassSame: Rule<MemberPassword> = {
  name: "vrrp-auth-pass-same",
  title: "The members of a VRRP group must have one password",
  why:
    "RFC 2338 section 7.1: a member discards an advert with another password, or without an expected one. " +
    "The members then don't hear each other, and each becomes MASTER with the addresses.",
  circleOf: ({ group }) => group,
  judge([first, ...rest]) {
    return rest
      .filter(({ value }) => value !== first?.value)
      .map(({ path, value }) => ({
        path,
        message: `${describe(value, first?.value)} on ${first?.node ?? ""} (${first?.path ?? ""}), so both would be MASTER; write the same one on all members`,
      }));
  },
};

function describe(value: string | undefined, other: string | undefined): string {
  if (value === undefined) return "is missing, but there is one";
  return other === undefined ? "is given, but there is none" : "differs from that";
}
