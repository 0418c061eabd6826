import type { Cluster } from "./cluster/cluster";
import type { Finding } from "./finding";
import type { Model } from "./model";

/** A mistake, before its rule gives it a code. */
export type Problem = Pick<Finding, "path" | "message">;

/** What every rule has. Its code, policy, files and page follow from `name`. */
export interface Named {
  /** The subject and the rule, such as `vrrp-vrid-unique`. */
  readonly name: string;
  /** The requirement, in one line. */
  readonly title: string;
}

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

/** A rule on one value that only its schema sees: a password, which no model has. It has no policy. */
export interface ValueRule extends Named {
  /** The problem of `value` without the value itself. Undefined if it has none. */
  readonly problemOf: (value: string) => string | undefined;
}

/** A rule, whatever it judges. */
export type AnyRule<Config = never> = Rule<unknown> | PartRule<Config> | ValueRule;

/** The code of a rule: VRRP_VRID_UNIQUE for `vrrp-vrid-unique`. */
export function codeOf({ name }: Pick<Named, "name">): string {
  return name.replaceAll("-", "_").toUpperCase();
}

/** The rule's problems as findings. */
export function asFindings(rule: Named, problems: readonly Problem[]): Finding[] {
  return problems.map((problem) => ({ code: codeOf(rule), ...problem }));
}

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
