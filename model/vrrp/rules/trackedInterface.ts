import { printPath } from "../../finding";
import type { Rule } from "../../rule";
import { isInterface } from "../track";

export interface InterfaceTracking {
  readonly path: string;
  /** The interfaces of the group's adverts, on all members, and of its virtual MAC. */
  readonly own: readonly string[];
  readonly tracked: readonly string[];
}

/**
 * keepalived.conf(5), track_interface: keepalived always watches a group's own interface, which can't be listed again.
 */
export const vrrpTrackedInterface: Rule<InterfaceTracking> = {
  name: "vrrp-tracked-interface",
  title: "A group must not track its own interface",
  why:
    "keepalived.conf(5), track_interface: keepalived always watches the interface that carries the " +
    "adverts, and its failure means FAULT. keepalived drops a second mention with its weight, and only " +
    "logs it.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, members, tracks, vmac }) => ({
      path: printPath(["vrrp", name, "track"]),
      own: [...members.map((member) => member.interface), ...(vmac === undefined ? [] : [vmac.interface])],
      tracked: tracks.filter(isInterface).map(({ name }) => name),
    })),
  judge(groups) {
    return groups.flatMap(({ path, own, tracked }) =>
      tracked
        .filter((name) => own.includes(name))
        .map((name) => ({
          path,
          message: `${name} carries the group's adverts or addresses, so keepalived watches it already and ignores this; leave it out`,
        })),
    );
  },
};
