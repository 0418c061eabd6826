import { groupedBy, type Rule } from "../../rule";
import type { MemberPassword } from "./authPassSame";

/** With one password for two groups, a leak exposes both. keepalived also can't notice a mistyped VRID. */
export const vrrpAuthPassDifferent: Rule<MemberPassword> = {
  name: "vrrp-auth-pass-different",
  title: "Each VRRP group has a password of its own",
  why:
    "The password is what tells two groups apart that were given one virtual router id by mistake. It crosses " +
    "the network in clear: who has read one group's must not have all the others'.",
  circleOf: ({ value }) => value ?? "",
  judge([first, ...rest]) {
    if (first?.value === undefined) return [];
    const groups = groupedBy(rest, ({ group }) => group).flatMap(([member]) => member ?? []);
    return groups
      .filter(({ group }) => group !== first.group)
      .map(({ path }) => ({
        path,
        message: `is the password of ${first.path} as well; write another, or have one generated for each group`,
      }));
  },
};
