import type { EnforcementLevel, PolicyConfigSchema, ResourceRemediation } from "@pulumi/policy";
import type { Finding } from "../model";
import type { Rule } from "../model/rules";
import type { Host } from "./host";
import { Memory } from "./memory";
import type { Change, Component, Program } from "./program";
import type { Registered } from "./registered";

/** Files by machine and path (`a:/etc/haproxy/haproxy.cfg`), or inputs of a resource by its name and type. */
export type Example = Readonly<Record<string, string | object>>;

/** Where a rule finds its subjects. */
export interface Sources<Subject> {
  /** In the args of a component of ours. */
  readonly component?: (component: Component, program: Program) => readonly Subject[];
  /** In what any program's commands write on a machine. */
  readonly host?: (host: Host) => readonly Subject[];
  /** In the inputs of a resource of anybody's. */
  readonly resource?: (resource: Registered) => readonly Subject[];
  /** In all of it, at the end of the preview: what lacks something may still get it until then. */
  readonly program?: (program: Program) => readonly Subject[];
}

/** What people see of a policy and can change about it. */
export interface Manner {
  readonly level: EnforcementLevel;
  readonly options?: PolicyConfigSchema["properties"] | undefined;
  readonly remediate?: ResourceRemediation | undefined;
  readonly wrong: Example;
  readonly right: Example;
}

/** A rule as a policy, whatever its subjects are. */
export interface Judgement extends Manner {
  readonly rule: Pick<Rule<never>, "policy" | "code" | "title" | "why">;
  readonly sources: readonly (keyof Sources<never>)[];
  /** The rule, knowing nothing of a program yet. */
  readonly begin: () => Judge;
}

/** A rule that remembers what a program registered. `options` are those of the pack's configuration. */
export interface Judge {
  /** The mistakes that a change brings. */
  change(change: Change, program: Program, options: object): readonly Finding[];
  /** The mistakes that are certain once all is known. */
  conclude(program: Program, options: object): readonly Finding[];
}

/** `rule` as a policy; mandatory unless said. */
export function judgement<Subject, Options extends object>(
  rule: Rule<Subject, Options>,
  {
    level = "mandatory",
    ...given
  }: Sources<Subject> & Omit<Manner, "level"> & Partial<Pick<Manner, "level">>,
): Judgement {
  const { options, remediate, wrong, right, ...sources } = given;
  const kinds = ["component", "host", "resource", "program"] as const;
  return {
    ...{ rule, level, options, remediate, wrong, right },
    sources: kinds.filter((kind) => sources[kind] !== undefined),
    begin: () => new Memory(rule, sources),
  };
}
