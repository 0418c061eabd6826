import type { Code } from "./codes";
import type { Finding } from "./finding";
import type { Model } from "./model";

/**
 * One rule. It judges plain subjects, which a policy can also build from a component's args or a daemon's file.
 * `Options` are those of the policy's configuration. Without them defaults apply.
 */
export interface Rule<Subject, Options extends object = object> {
  readonly code: Code;
  /** The policy's name, such as `vrrp-vrid-unique`. */
  readonly policy: string;
  /** The requirement, in one line. */
  readonly title: string;
  /** The consequence of a violation, with its source. */
  readonly why: string;
  /** The subjects in a model. Absent if no model can break the rule. */
  subjects?(model: Model): readonly Subject[];
  /**
   * A key that is equal for subjects to be judged together (a circle), such as the members of a group. Absent if the
   * rule compares the subjects of one source only.
   */
  circleOf?(subject: Subject): string;
  /** The findings on the subjects of one circle. */
  judge(subjects: readonly Subject[], options?: Readonly<Partial<Options>>): Finding[];
}

/** A rule on whole models. It hides the type of its subjects. */
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

/** The findings on all subjects, judged circle by circle. */
export function judgeAll<Subject, Options extends object>(
  rule: Rule<Subject, Options>,
  subjects: readonly Subject[],
  options?: Readonly<Partial<Options>>,
): Finding[] {
  const circles = groupedBy(subjects, (subject) => rule.circleOf?.(subject) ?? "");
  return circles.flatMap((circle) => rule.judge(circle, options));
}

/** Every repeated subject, with the first one that has the same key. */
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

/** The subjects grouped by key, in the order of each group's first subject. */
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
