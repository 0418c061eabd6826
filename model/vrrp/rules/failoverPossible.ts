import { compareAddresses } from "../../address";
import { effectivePriority } from "../priority";
import type { VrrpGroup } from "../group";
import { trackPath } from "../track";
import { groupedBy, type Rule } from "../../rule";

/**
 * A check with its weight: below 0 it lowers a failed node's priority, above 0 it raises a healthy one's, 0 is FAULT.
 */
export interface WeighingCheck {
  readonly name: string;
  readonly weight: number;
  readonly path: string;
}

/** A member of a group, with its own checks. */
export interface Contender extends Standing {
  /** Its priority while all its checks pass, limited to the protocol's range. */
  readonly healthy: number;
  /** Its highest priority after one of its checks failed. 0 if no check has a weight. */
  readonly failed: number;
}

interface Standing {
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
 * A failed check must put its node below every healthy member, or the addresses stay with a dead service. More failures
 * only lower it further, so the rule tries one check at a time.
 */
export const vrrpFailoverPossible: Rule<Contender> = {
  name: "vrrp-failover-possible",
  title: "A failed check must put its node below every healthy member",
  why:
    "Otherwise the addresses stay with a dead service. 100 - 10 against 90 is a tie, which the higher " +
    "address wins: two of the articles that this project grew from have it. quorate tries every check of " +
    "every member against every other member, which may be the only healthy one left. More failures at " +
    "once only lower a node further.",
  items: ({ vrrpGroups }) => vrrpGroups.flatMap(contendersOf),
  circleOf: ({ group }) => group,
  judge(group) {
    const weakest = weakestTwo(group);
    if (group.every((member) => loses(member, weakest))) return [];
    const problems = problemsOf(group, weakest);
    // A check shared by all members is one mistake. The finding names the first member that would keep the addresses.
    const ranked = problems.sort((left, right) => right.priority - left.priority);
    return groupedBy(ranked, ({ path }) => path).flatMap(([first]) =>
      first ? [{ path: first.path, message: first.message }] : [],
    );
  },
};

/** A member with derived priorities. A policy reads them again for each member that joins the group. */
export function contender(member: Standing): Contender {
  const sum = sumOf(member);
  const left = weighing(member).map(({ weight }) => effectivePriority(sum, [-Math.abs(weight)]));
  // They come first, because V8 then stores them in the object itself. Each new member reads those of all others.
  return { healthy: effectivePriority(sum, []), failed: Math.max(0, ...left), ...member };
}

/** The checks that change its priority. With nopreempt weights have no effect, which another rule judges. */
function weighing({ nopreempt, checks }: Standing): readonly WeighingCheck[] {
  return nopreempt ? [] : checks.filter(({ weight }) => weight !== 0);
}

/** The two members with the lowest priorities while all checks pass. */
type Weakest = readonly [Contender | undefined, Contender | undefined];

function weakestTwo(group: readonly Contender[]): Weakest {
  let weakest: Contender | undefined;
  let next: Contender | undefined;
  for (const member of group) {
    if (weakest === undefined || member.healthy < weakest.healthy) [weakest, next] = [member, weakest];
    else if (next === undefined || member.healthy < next.healthy) next = member;
  }
  return [weakest, next];
}

/** Any other member may be the only healthy one. The weakest is the hardest to go below. */
function rivalOf({ node }: Contender, [weakest, next]: Weakest): Contender | undefined {
  return weakest?.node === node ? next : weakest;
}

/** Whether a failed member gives up its addresses at once. */
function loses(member: Contender, weakest: Weakest): boolean {
  const rival = rivalOf(member, weakest);
  if (rival === undefined || member.failed === 0) return true;
  return member.preemptDelay === 0 && member.failed < rival.healthy;
}

function problemsOf(group: readonly Contender[], weakest: Weakest): Problem[] {
  return group.flatMap((failed) => {
    const rival = rivalOf(failed, weakest);
    return rival ? weighing(failed).flatMap((check) => problemOf(group, failed, rival, check)) : [];
  });
}

/** The priority of a member whose checks all pass, before the protocol's range limits it. */
function sumOf({ priority, checks }: Standing): number {
  return checks.reduce((sum, { weight }) => sum + Math.max(0, weight), priority);
}

function contendersOf({ name: group, members, tracks, nopreempt, preemptDelay }: VrrpGroup): Contender[] {
  const checks = tracks.map(({ name, weight }) => ({ name, weight, path: trackPath(group, { name }) }));
  return members.map(({ node, priority, address }) =>
    contender({ group, node, priority, address, checks, nopreempt, preemptDelay }),
  );
}

interface Problem {
  /** Priority of the member that would keep the addresses. */
  readonly priority: number;
  readonly path: string;
  readonly message: string;
}

function problemOf(
  group: readonly Contender[],
  failed: Contender,
  rival: Contender,
  { name, weight, path }: WeighingCheck,
): Problem[] {
  const { priority, preemptDelay } = failed;
  const problem = preemptDelay > 0 ? delayed(preemptDelay) : stays(group, failed, rival, weight);
  if (problem === undefined) return [];
  return [{ priority, path, message: `${String(weight)} is ${name}'s weight, but ${problem}` }];
}

function delayed(preemptDelay: number): string {
  return `with preempt_delay the others wait ${String(preemptDelay)} seconds before they take over from a lowered node; write 0, which means FAULT, or leave it out`;
}

/** Why the addresses stay on `failed` after a check of this weight failed there. Undefined if they move. */
function stays(
  group: readonly Contender[],
  failed: Contender,
  rival: Contender,
  weight: number,
): string | undefined {
  const lowered = effectivePriority(sumOf(failed), [-Math.abs(weight)]);
  if (lowered < rival.healthy) return undefined;
  return `${failed.node} with the check failed has ${String(lowered)} against ${rival.node}'s ${String(rival.healthy)}: ${outcome(failed, lowered, rival)}; ${advice(group, weight)}`;
}

function outcome(failed: Contender, lowered: number, rival: Contender): string {
  if (lowered > rival.healthy) return "the addresses stay on the node with the dead service";
  if (failed.address === undefined || rival.address === undefined) {
    return "a tie, which the higher address decides";
  }
  const winner = compareAddresses(failed.address, rival.address) > 0 ? failed : rival;
  return `a tie, which the higher address decides, ${String(winner.address)} of ${winner.node}`;
}

function advice(group: readonly Contender[], weight: number): string {
  const priorities = group.map(({ priority }) => priority);
  const [top, bottom] = [Math.max(...priorities), Math.min(...priorities)];
  if (bottom <= 1) return "no priority is below 1; give the members priorities from 2";
  if (weight > 0)
    return `write ${String(bottom - top - 1)} or less, which lowers a failed node, or 0, which means FAULT`;
  return `write ${String(bottom - top - 1)} or less, or leave weight out`;
}
