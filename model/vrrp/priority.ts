import * as limits from "../limits";

const highest = 100;
const widestStep = 10;
const lowest = 2;

/**
 * Priorities of `members` nodes, highest first: 100, 90, 80, as in the articles. From 11 nodes on the step shrinks. The
 * last priority stays at 2 or more, so that a failed node can always go below it, to 1.
 */
export function prioritiesInOrder(members: number): number[] {
  const step = Math.min(widestStep, Math.floor((highest - lowest) / Math.max(1, members - 1)));
  return Array.from({ length: members }, (_, index) => highest - index * step);
}

/**
 * The default weight of a check. One failure must put any node below every healthy one, without a tie. Hence the
 * distance from the highest to the lowest priority, plus 10.
 */
export function defaultWeight(priorities: readonly number[]): number {
  return Math.max(limits.scriptWeight.min, Math.min(...priorities) - Math.max(...priorities) - widestStep);
}

/** keepalived's effective priority: `configured` plus the weights of the failed checks, limited to 1 to 254. */
export function effectivePriority(configured: number, failedWeights: readonly number[]): number {
  const sum = failedWeights.reduce((total, weight) => total + Math.min(0, weight), configured);
  return Math.min(limits.priority.max, Math.max(limits.priority.min, sum));
}
