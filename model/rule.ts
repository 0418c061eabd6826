import type { Code } from "./codes";
import type { Finding } from "./finding";
import type { Model } from "./model";

/**
 * One rule. It judges plain subjects, so that a policy can build them from a component's args or from a daemon's own
 * file as well. `Options` are what a policy's configuration can change; without them the defaults hold.
 */
export interface Rule<Subject, Options extends object = object> {
  readonly code: Code;
  /** The policy's id. */
  readonly policy: string;
  /** What holds where the rule is kept, in one line. */
  readonly title: string;
  /** What would happen otherwise, and where that's written. */
  readonly why: string;
  /** The subjects of a model; left out where no model can break the rule. */
  subjects?(model: Model): readonly Subject[];
  /** Equal for subjects that concern each other, wherever they come from: the members of a group. */
  circleOf?(subject: Subject): string;
  /** The mistakes of subjects of one circle. */
  judge(subjects: readonly Subject[], options?: Readonly<Partial<Options>>): Finding[];
}

/** A rule on configurations, whose subjects nobody outside it needs to know. */
export interface ModelRule {
  readonly code: Code;
  readonly policy: string;
  check(model: Model): Finding[];
}

export function onModel<Subject>(rule: Rule<Subject>): ModelRule {
  return {
    code: rule.code,
    policy: rule.policy,
    check: (model) => judgeAll(rule, rule.subjects?.(model) ?? []),
  };
}

/** The mistakes of subjects of any circles. */
export function judgeAll<Subject, Options extends object>(
  rule: Rule<Subject, Options>,
  subjects: readonly Subject[],
  options?: Readonly<Partial<Options>>,
): Finding[] {
  const circles = groupedBy(subjects, (subject) => rule.circleOf?.(subject) ?? "");
  return circles.flatMap((circle) => rule.judge(circle, options));
}

/** Every subject with the first one before it that has the same key. */
export function duplicates<T>(subjects: readonly T[], key: (subject: T) => string): { first: T; again: T }[] {
  const seen = new Map<string, T>();
  const found: { first: T; again: T }[] = [];
  for (const subject of subjects) {
    const own = key(subject);
    const first = seen.get(own);
    if (first === undefined) seen.set(own, subject);
    else found.push({ first, again: subject });
  }
  return found;
}

/** The subjects in groups of one key, in the order of their first ones. */
export function groupedBy<T>(subjects: readonly T[], key: (subject: T) => string | number): (readonly T[])[] {
  const groups = new Map<string | number, T[]>();
  for (const subject of subjects) {
    const own = key(subject);
    const group = groups.get(own);
    if (group) group.push(subject);
    else groups.set(own, [subject]);
  }
  return [...groups.values()];
}
