import { compareAddresses } from "../address";
import { printPath } from "../finding";
import { effectivePriority } from "../priority";
import type { VrrpGroup } from "../vrrpGroup";
import { groupedBy, type Rule } from "./rule";

/** What a check does to a priority: below 0 it lowers a failed node's, above 0 it raises a healthy one's, 0 is FAULT. */
export interface WeighingCheck {
  readonly name: string;
  readonly weight: number;
  readonly path: string;
}

/** A member of a group with its own checks. */
export interface Contender {
  readonly group: string;
  readonly node: string;
  readonly priority: number;
  readonly address?: string | undefined;
  readonly checks: readonly WeighingCheck[];
  readonly nopreempt: boolean;
  /** Seconds. */
  readonly preemptDelay: number;
}

/**
 * A failed check has to put its node below every healthy member, or the addresses stay with a dead service.
 * More failures only lower it further, so one check at a time is all there is to try.
 */
export const vrrpFailoverPossible: Rule<Contender> = {
  code: "VRRP_FAILOVER_IMPOSSIBLE",
  policy: "vrrp-failover-possible",
  title: "A failed check puts its node below every healthy member",
  why:
    "Otherwise the addresses stay with a dead service. 100 - 10 against 90 is a tie, and the higher address " +
    "wins it: two of the articles that this project grew from have it. Tried is every check of every member " +
    "against every other member, each of which may be the only healthy one left; more failures at once only " +
    "lower a node further.",
  subjects: ({ vrrpGroups }) => vrrpGroups.flatMap(contendersOf),
  judge(contenders) {
    return groupedBy(contenders, ({ group }) => group).flatMap((group) => {
      const problems = problemsOf(group);
      // A check that all members share is one mistake, told of the first member that would keep the addresses.
      const ranked = problems.sort((left, right) => right.priority - left.priority);
      return groupedBy(ranked, ({ path }) => path).flatMap(([first]) =>
        first ? [{ code: this.code, path: first.path, message: first.message }] : [],
      );
    });
  },
};

/** A member with the priority that it has while all its checks are well. */
interface Healthy {
  readonly member: Contender;
  /** Before it's kept within the protocol's range. */
  readonly sum: number;
  readonly priority: number;
}

function healthy(member: Contender): Healthy {
  const sum = member.checks.reduce((total, { weight }) => total + Math.max(0, weight), member.priority);
  return { member, sum, priority: effectivePriority(sum, []) };
}

function problemsOf(group: readonly Contender[]): Problem[] {
  const all = group.map(healthy);
  const rivalOf = weakestOther(all);
  const problems: Problem[] = [];
  for (const failed of all) {
    const rival = rivalOf(failed);
    if (rival === undefined) continue;
    for (const check of failed.member.checks) {
      const problem = problemOf(group, failed, rival, check);
      if (problem) problems.push(problem);
    }
  }
  return problems;
}

/** For a member the weakest of the others: it may be the only healthy one, and is the hardest to get below. */
function weakestOther(group: readonly Healthy[]): (failed: Healthy) => Healthy | undefined {
  let [weakest, next]: [Healthy?, Healthy?] = [];
  for (const each of group) {
    if (weakest === undefined || each.priority < weakest.priority) [weakest, next] = [each, weakest];
    else if (next === undefined || each.priority < next.priority) next = each;
  }
  return ({ member: { node } }) => (weakest?.member.node === node ? next : weakest);
}

function contendersOf({
  name,
  members,
  checks,
  interfaces,
  nopreempt,
  preemptDelay,
}: VrrpGroup): Contender[] {
  const weighing = [
    ...checks.map((check) => ({ name: check.name, weight: check.weight })),
    ...interfaces.map((tracked) => ({ name: tracked.interface, weight: tracked.weight })),
  ].map((check) => ({ ...check, path: `${printPath(["vrrp", name, "track"])} (${check.name})` }));
  return members.map(({ node, priority, address }) => ({
    ...{ group: name, node, priority, address, checks: weighing, nopreempt, preemptDelay },
  }));
}

interface Problem {
  /** Of the member that would keep the addresses. */
  readonly priority: number;
  readonly path: string;
  readonly message: string;
}

function problemOf(
  group: readonly Contender[],
  failed: Healthy,
  rival: Healthy,
  { name, weight, path }: WeighingCheck,
): Problem | undefined {
  const { priority, nopreempt, preemptDelay } = failed.member;
  // With nopreempt weights mean nothing at all: that has a rule of its own.
  if (weight === 0 || nopreempt) return undefined;
  const problem = preemptDelay > 0 ? delayed(preemptDelay) : stays(group, failed, rival, weight);
  if (problem === undefined) return undefined;
  return { priority, path, message: `${String(weight)} is ${name}'s weight, but ${problem}` };
}

function delayed(preemptDelay: number): string {
  return `with preempt_delay the others wait ${String(preemptDelay)} seconds before they take over from a lowered node; write 0, which is FAULT, or leave it out`;
}

/** Why the addresses would stay on \`failed\` once a check of this weight has failed there. */
function stays(
  group: readonly Contender[],
  failed: Healthy,
  rival: Healthy,
  weight: number,
): string | undefined {
  const lowered = effectivePriority(failed.sum - Math.abs(weight), []);
  if (lowered < rival.priority) return undefined;
  return `${failed.member.node} with the check failed has ${String(lowered)} against ${rival.member.node}'s ${String(rival.priority)}: ${outcome(failed.member, lowered, rival)}; ${advice(group, weight)}`;
}

function outcome(failed: Contender, lowered: number, { member: rival, priority }: Healthy): string {
  if (lowered > priority) return "the addresses stay on the node whose service is dead";
  if (failed.address === undefined || rival.address === undefined) {
    return "a tie, which the higher address decides";
  }
  const winner = compareAddresses(failed.address, rival.address) > 0 ? failed : rival;
  return `a tie, which the higher address decides, ${String(winner.address)} of ${winner.node}`;
}

function advice(group: readonly Contender[], weight: number): string {
  const priorities = group.map(({ priority }) => priority);
  const [top, bottom] = [Math.max(...priorities), Math.min(...priorities)];
  if (bottom <= 1) return "nothing is below priority 1; give the members priorities from 2";
  if (weight > 0)
    return `write ${String(bottom - top - 1)} or less, which lowers a failed node, or 0, which is FAULT`;
  return `write ${String(bottom - top - 1)} or less, or leave weight out`;
}
