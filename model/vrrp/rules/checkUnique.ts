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
  title: "Each check has a name of its own",
  why:
    "A check's name names its script: of two with one name keepalived says nothing, and one of them is never " +
    "run.",
  subjects: ({ vrrpGroups }) =>
    vrrpGroups.flatMap(({ name: group, tracks }) =>
      tracks.map(({ name }) => ({ path: printPath(["vrrp", group, "track"]), group, name })),
    ),
  judge(checks) {
    return duplicates(checks, ({ group, name }) => JSON.stringify([group, name])).map(({ again }) => ({
      path: again.path,
      message: `two checks are called ${again.name}; leave one out, or give each a name`,
    }));
  },
};
