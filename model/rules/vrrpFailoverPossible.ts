import { compareAddresses } from "../address";
import { printPath } from "../finding";
import { effectivePriority } from "../priority";
import type { VrrpGroup } from "../vrrpGroup";
import type { Rule } from "./rule";

export interface ElectionMember {
  readonly node: string;
  readonly priority: number;
  readonly address?: string | undefined;
}

/** A group's members, and what each of its checks does to a priority (0: FAULT). */
export interface Election {
  readonly path: string;
  readonly members: readonly ElectionMember[];
  readonly checks: readonly { readonly name: string; readonly weight: number; readonly path: string }[];
  readonly nopreempt: boolean;
  /** Seconds. */
  readonly preemptDelay: number;
}

/**
 * A failed check has to put its node below every healthy member, or the addresses stay with a dead service.
 * More failures only lower it further, so one check at a time is all there is to try.
 */
export const vrrpFailoverPossible: Rule<Election> = {
  code: "VRRP_FAILOVER_IMPOSSIBLE",
  policy: "vrrp-failover-possible",
  subjects: ({ vrrpGroups }) => vrrpGroups.map(electionOf),
  judge(elections) {
    return elections.flatMap((election) =>
      election.checks.flatMap(({ name, weight, path }) => {
        const problem = problemOf(election, weight);
        return problem
          ? [{ code: this.code, path, message: `${String(weight)} is ${name}'s weight, but ${problem}` }]
          : [];
      }),
    );
  },
};

function electionOf(group: VrrpGroup): Election {
  const { name, members, nopreempt, preemptDelay } = group;
  const checks = [
    ...group.checks.map((check) => ({ name: check.name, weight: check.weight })),
    ...group.interfaces.map((tracked) => ({ name: tracked.interface, weight: tracked.weight })),
  ].map((check) => ({ ...check, path: `${printPath(["vrrp", name, "track"])} (${check.name})` }));
  return { path: printPath(["vrrp", name]), members, checks, nopreempt, preemptDelay };
}

function problemOf({ members, nopreempt, preemptDelay }: Election, weight: number): string | undefined {
  if (weight === 0) return undefined;
  if (weight > 0)
    return "a weight above 0 raises every healthy node alike; write a negative one, or leave it out";
  if (nopreempt) {
    return "with nopreempt a lower priority doesn't move the addresses (acassen/keepalived#2483); write 0, which is FAULT, or leave it out";
  }
  if (preemptDelay > 0) {
    return `with preemptDelay the others wait ${String(preemptDelay)} seconds before they take over from a lowered node; write 0, which is FAULT, or leave it out`;
  }
  const sorted = [...members].sort((left, right) => right.priority - left.priority);
  for (const failed of sorted) {
    const lowered = effectivePriority(failed.priority, [weight]);
    const rival = sorted.filter((member) => member !== failed).at(-1);
    if (rival === undefined || lowered < rival.priority) continue;
    return `${failed.node} with the check failed has ${String(lowered)} against ${rival.node}'s ${String(rival.priority)}: ${outcome(failed, lowered, rival)}; ${advice(sorted)}`;
  }
  return undefined;
}

function outcome(failed: ElectionMember, lowered: number, rival: ElectionMember): string {
  if (lowered > rival.priority) return "the addresses stay on the node whose service is dead";
  if (failed.address === undefined || rival.address === undefined)
    return "a tie, which the higher address decides";
  const winner = compareAddresses(failed.address, rival.address) > 0 ? failed : rival;
  return `a tie, which the higher address decides, ${String(winner.address)} of ${winner.node}`;
}

function advice(sorted: readonly ElectionMember[]): string {
  const top = sorted[0]?.priority ?? 0;
  const bottom = sorted.at(-1)?.priority ?? 0;
  if (bottom <= 1) return "nothing is below priority 1; give the members priorities from 2";
  return `write ${String(bottom - top - 1)} or less, or leave weight out`;
}
