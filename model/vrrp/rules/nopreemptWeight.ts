import type { Rule } from "../../rule";
import { trackPath } from "../track";

export interface WeightedCheck {
  readonly path: string;
  readonly name: string;
  readonly weight: number;
  readonly nopreempt: boolean;
}

/** acassen/keepalived#2483: with nopreempt no member replaces a MASTER whose priority sank. */
export const vrrpNopreemptWeight: Rule<WeightedCheck> = {
  name: "vrrp-nopreempt-weight",
  title: "A group with nopreempt must have checks without a weight",
  why:
    "A weight lowers the priority of a node whose check fails. With nopreempt no member takes over from a " +
    "MASTER of lower priority (acassen/keepalived#2483), so the address stays with the dead service. " +
    "Without a weight the failure means FAULT, and the address leaves.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.flatMap(({ name: group, tracks, nopreempt }) =>
      tracks.map(({ name, weight }) => ({ path: trackPath(group, { name }), name, weight, nopreempt })),
    ),
  judge(checks) {
    return checks
      .filter(({ weight, nopreempt }) => nopreempt && weight !== 0)
      .map(({ path, name, weight }) => ({
        path,
        message: `${String(weight)} is ${name}'s weight, but with nopreempt a lower priority doesn't move the addresses (acassen/keepalived#2483); write 0, which means FAULT, or leave it out`,
      }));
  },
};
