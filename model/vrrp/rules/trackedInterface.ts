import { printPath } from "../../finding";
import type { Rule } from "../../rule";
import { isInterface } from "../track";

export interface InterfaceTracking {
  readonly path: string;
  /** The interfaces that carry the group's adverts, on all members. */
  readonly own: readonly string[];
  readonly tracked: readonly string[];
}

/**
 * keepalived.conf(5), track_interface: keepalived always watches a group's own interface, which can't be listed again.
 */
export const vrrpTrackedInterface: Rule<InterfaceTracking> = {
  name: "vrrp-tracked-interface",
  title: "A group tracks other interfaces than its own",
  why:
    "keepalived.conf(5), track_interface: the interface that carries the adverts is watched always, and its " +
    "failure is FAULT. keepalived drops a second mention with a log line, weight and all.",
  subjects: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, members, tracks }) => ({
      path: printPath(["vrrp", name, "track"]),
      own: members.map((member) => member.interface),
      tracked: tracks.filter(isInterface).map(({ name }) => name),
    })),
  judge(groups) {
    return groups.flatMap(({ path, own, tracked }) =>
      tracked
        .filter((name) => own.includes(name))
        .map((name) => ({
          path,
          message: `${name} carries the group itself, so that keepalived watches it anyway; leave it out`,
        })),
    );
  },
};
