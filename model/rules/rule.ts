import type { Code } from "../codes";
import type { Finding } from "../finding";
import type { Model } from "../model";

/**
 * One rule. It judges plain subjects, so that a policy can build them from a component's args or from a daemon's own
 * file as well; `subjects` takes them from a model.
 */
export interface Rule<Subject> {
  readonly code: Code;
  /** The policy's id. */
  readonly policy: string;
  subjects(model: Model): readonly Subject[];
  judge(subjects: readonly Subject[]): Finding[];
}

/** A rule whose subjects nobody outside it needs to know. */
export interface ModelRule {
  readonly code: Code;
  readonly policy: string;
  check(model: Model): Finding[];
}

export function onModel<Subject>(rule: Rule<Subject>): ModelRule {
  return { code: rule.code, policy: rule.policy, check: (model) => rule.judge(rule.subjects(model)) };
}

/** Every subject with the first one before it that has the same key. */
export function duplicates<T>(subjects: readonly T[], key: (subject: T) => string): { first: T; again: T }[] {
  const seen = new Map<string, T>();
  return subjects.flatMap((subject) => {
    const first = seen.get(key(subject));
    if (first !== undefined) return [{ first, again: subject }];
    seen.set(key(subject), subject);
    return [];
  });
}
