import type { Cluster } from "./cluster/cluster";
import type { Finding } from "./finding";
import type { Model } from "./model";
import { asFindings, type Named, type Problem, type ValueRule } from "./named";

/**
 * A rule with a policy. It judges plain items, which a policy can also build from a component's args or a daemon's
 * file. `Options` are those of the policy's configuration. Without them defaults apply.
 */
export interface Rule<Item, Options extends object = object> extends Named {
  /** The consequence of a violation, with its source. */
  readonly why: string;
  /** The items in a model. Absent if policies alone judge them. */
  items?(model: Model): readonly Item[];
  /**
   * A key that is equal for items to be judged together (a circle), such as the members of a group. Absent if the
   * rule compares the items of one source only.
   */
  circleOf?(item: Item): string;
  /** The problems of the items of one circle. */
  judge(items: readonly Item[], options?: Readonly<Partial<Options>>): Problem[];
}

/** A rule on a part of the configuration as you write it, before quorate resolves it. It has no policy. */
export interface PartRule<Config> extends Named {
  readonly judgePart: (config: Config, cluster: Cluster) => Problem[];
}

/** A rule, whatever it judges. */
export type AnyRule<Config = never> = Rule<unknown> | PartRule<Config> | ValueRule;

/** The findings on all items, judged circle by circle. */
export function judgeAll<Item, Options extends object>(
  rule: Rule<Item, Options>,
  items: readonly Item[],
  options?: Readonly<Partial<Options>>,
): Finding[] {
  const circles = groupedBy(items, (item) => rule.circleOf?.(item) ?? "");
  return circles.flatMap((circle) => asFindings(rule, rule.judge(circle, options)));
}

/** Every repeated item, with the first one that has the same key. */
export function duplicates<T>(items: readonly T[], key: (item: T) => string): { first: T; again: T }[] {
  const seen = new Map<string, T>();
  const found: { first: T; again: T }[] = [];
  for (const item of items) {
    const own = key(item);
    const first = seen.get(own);
    if (first === undefined) seen.set(own, item);
    else found.push({ first, again: item });
  }
  return found;
}

/** The items grouped by key, in the order of each group's first item. */
export function groupedBy<T>(items: readonly T[], key: (item: T) => string | number): (readonly T[])[] {
  const groups = new Map<string | number, T[]>();
  for (const item of items) {
    const own = key(item);
    const group = groups.get(own);
    if (group) group.push(item);
    else groups.set(own, [item]);
  }
  return [...groups.values()];
}
