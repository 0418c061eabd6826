import type { Finding } from "./finding";

/** A mistake, before its rule gives it a code. */
export type Problem = Pick<Finding, "path" | "message">;

/** What every rule has. Its code, policy, files and page follow from `name`. */
export interface Named {
  /** The subject and the rule, such as `vrrp-vrid-unique`. */
  readonly name: string;
  /** The requirement, in one line. */
  readonly title: string;
}

/** A rule on one value that only its schema sees: a password, which no model has. It has no policy. */
export interface ValueRule extends Named {
  /** The problem of `value` without the value itself. Undefined if it has none. */
  readonly problemOf: (value: string) => string | undefined;
}

/** The code of a rule: VRRP_VRID_UNIQUE for `vrrp-vrid-unique`. */
export function codeOf({ name }: Pick<Named, "name">): string {
  return name.replaceAll("-", "_").toUpperCase();
}

/** The rule's problems as findings. */
export function asFindings(rule: Named, problems: readonly Problem[]): Finding[] {
  return problems.map((problem) => ({ code: codeOf(rule), ...problem }));
}
