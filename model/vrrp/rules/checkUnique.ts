import { printPath } from "../../finding";
import { type Rule, duplicates } from "../../rule";

export interface NamedCheck {
  readonly path: string;
  readonly group: string;
  readonly name: string;
}

/** A check's name is also the name of its script. */
export const vrrpCheckUnique: Rule<NamedCheck> = {
  name: "vrrp-check-unique",
  title: "Two checks must have different names",
  why:
    "A check's name names its script. If two checks have one name, keepalived reports nothing and never " +
    "runs one of them.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.flatMap(({ name: group, tracks }) =>
      tracks.map(({ name }) => ({ path: printPath(["vrrp", group, "track"]), group, name })),
    ),
  judge(checks) {
    return duplicates(checks, ({ group, name }) => JSON.stringify([group, name])).map(({ again }) => ({
      path: again.path,
      message: `two checks are called ${again.name}, so keepalived would never run one of them; leave one out, or give each a name`,
    }));
  },
};
