import { groupedBy, type Rule } from "../../rule";
import type { MemberPassword } from "./authPassSame";

/** With one password for two groups, a leak exposes both. keepalived also can't notice a mistyped VRID. */
export const vrrpAuthPassDifferent: Rule<MemberPassword> = {
  name: "vrrp-auth-pass-different",
  title: "Two VRRP groups must have different passwords",
  why:
    "If two groups get one virtual router id by mistake, only the password tells them apart. It crosses " +
    "the network in clear, and a reader of one group's password must not have the others'.",
  circleOf: ({ value }) => value ?? "",
  judge([first, ...rest]) {
    if (first?.value === undefined) return [];
    const groups = groupedBy(rest, ({ group }) => group).flatMap(([member]) => member ?? []);
    return groups
      .filter(({ group }) => group !== first.group)
      .map(({ path }) => ({
        path,
        message: `is the password of ${first.path} as well, so a reader of one has both; write another, or a RandomPassword for each group`,
      }));
  },
};
