import type { Rule } from "../../rule";

/** A member's own advert interval in seconds. */
export interface MemberInterval {
  readonly path: string;
  readonly group: string;
  readonly node: string;
  readonly advertInt: number;
}

/** RFC 3768 section 7.1: a receiver discards an advert with another interval. Version 3 adopts the MASTER's. */
export const vrrpAdvertIntervalSame: Rule<MemberInterval> = {
  name: "vrrp-advert-interval-same",
  title: "The members of a VRRP group must have one advert interval",
  why:
    "RFC 3768 section 7.1: a member discards an advert with another interval than its own, so each member " +
    "becomes MASTER. In version 3 a BACKUP adopts the MASTER's interval, and a takeover takes longer than " +
    "you wrote.",
  circleOf: ({ group }) => group,
  judge([first, ...rest]) {
    return rest
      .filter(({ advertInt }) => advertInt !== first?.advertInt)
      .map(({ path, advertInt }) => ({
        path,
        message: `${String(advertInt)} s differs from ${String(first?.advertInt)} s of ${first?.node ?? ""} (${first?.path ?? ""}), so members discard each other's adverts; write the same on all members`,
      }));
  },
};
