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

/** A member whose checks are all well, with the priority that it has then. */
interface Rival {
  readonly member: Contender;
  readonly priority: number;
}

function problemsOf(group: readonly Contender[]): Problem[] {
  const [weakest, next] = weakestTwo(group);
  const problems: Problem[] = [];
  for (const failed of group) {
    // Any other member may be the only healthy one: the weakest is the hardest to get below.
    const rival = weakest?.member.node === failed.node ? next : weakest;
    if (rival === undefined) continue;
    for (const check of failed.checks) {
      const problem = problemOf(group, failed, rival, check);
      if (problem) problems.push(problem);
    }
  }
  return problems;
}

function weakestTwo(group: readonly Contender[]): [Rival | undefined, Rival | undefined] {
  let weakest: Rival | undefined;
  let next: Rival | undefined;
  for (const member of group) {
    const priority = effectivePriority(sumOf(member), []);
    if (weakest === undefined || priority < weakest.priority)
      [weakest, next] = [{ member, priority }, weakest];
    else if (next === undefined || priority < next.priority) next = { member, priority };
  }
  return [weakest, next];
}

/** The priority of a member whose checks are all well, before it's kept within the protocol's range. */
function sumOf({ priority, checks }: Contender): number {
  let sum = priority;
  for (const { weight } of checks) sum += Math.max(0, weight);
  return sum;
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
  failed: Contender,
  rival: Rival,
  { name, weight, path }: WeighingCheck,
): Problem | undefined {
  const { priority, nopreempt, preemptDelay } = failed;
  // With nopreempt weights mean nothing at all: that has a rule of its own.
  if (weight === 0 || nopreempt) return undefined;
  const problem = preemptDelay > 0 ? delayed(preemptDelay) : stays(group, failed, rival, weight);
  if (problem === undefined) return undefined;
  return { priority, path, message: `${String(weight)} is ${name}'s weight, but ${problem}` };
}

function delayed(preemptDelay: number): string {
  return `with preempt_delay the others wait ${String(preemptDelay)} seconds before they take over from a lowered node; write 0, which is FAULT, or leave it out`;
}

/** Why the addresses would stay on `failed` once a check of this weight has failed there. */
function stays(
  group: readonly Contender[],
  failed: Contender,
  rival: Rival,
  weight: number,
): string | undefined {
  const lowered = effectivePriority(sumOf(failed) - Math.abs(weight), []);
  if (lowered < rival.priority) return undefined;
  return `${failed.node} with the check failed has ${String(lowered)} against ${rival.member.node}'s ${String(rival.priority)}: ${outcome(failed, lowered, rival)}; ${advice(group, weight)}`;
}

function outcome(failed: Contender, lowered: number, { member: rival, priority }: Rival): string {
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
