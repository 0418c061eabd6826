import * as limits from "../limits";

const highest = 100;
const widestStep = 10;
const lowest = 2;

/**
 * Priorities of `members` nodes in order, highest first: 100, 90, 80 as the articles have them. From 11 nodes on
 * the step shrinks so that the last stays at 2 or more: a failed node can always be lowered below it, to 1.
 */
export function prioritiesInOrder(members: number): number[] {
  const step = Math.min(widestStep, Math.floor((highest - lowest) / Math.max(1, members - 1)));
  return Array.from({ length: members }, (_, index) => highest - index * step);
}

/**
 * The weight of a check such that one failure puts any node below every healthy one, never level with it:
 * the distance from the highest to the lowest, and 10 more.
 */
export function defaultWeight(priorities: readonly number[]): number {
  return Math.max(limits.scriptWeight.min, Math.min(...priorities) - Math.max(...priorities) - widestStep);
}

/** What keepalived makes of a priority and the weights of the checks that failed: kept within 1 to 254. */
export function effectivePriority(base: number, failedWeights: readonly number[]): number {
  const sum = failedWeights.reduce((total, weight) => total + Math.min(0, weight), base);
  return Math.min(limits.priority.max, Math.max(limits.priority.min, sum));
}
