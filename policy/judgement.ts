import type { EnforcementLevel, PolicyConfigSchema, ResourceRemediation } from "@pulumi/policy";
import type { Rule } from "../model/rule";
import { type Judge, Memory, type Sources } from "./memory";

/** Files by machine and path (`a:/etc/haproxy/haproxy.cfg`), or inputs of a resource by its name and type. */
export type Example = Readonly<Record<string, string | object>>;

/** A policy's examples, and the settings that you can change. */
export interface Manner {
  readonly level: EnforcementLevel;
  readonly options?: PolicyConfigSchema["properties"] | undefined;
  readonly remediate?: ResourceRemediation | undefined;
  readonly wrong: Example;
  readonly right: Example;
}

/** A rule as a policy, independent of the type of its items. */
export interface Judgement extends Manner {
  readonly rule: Pick<Rule<never>, "name" | "title" | "why">;
  readonly sources: readonly (keyof Sources<never>)[];
  /** Creates the rule's state for one program, empty. */
  readonly begin: () => Judge;
}

/** `rule` as a policy. Default level: mandatory. */
export function judgement<Item, Options extends object>(
  rule: Rule<Item, Options>,
  { level = "mandatory", ...given }: Sources<Item> & Omit<Manner, "level"> & Partial<Pick<Manner, "level">>,
): Judgement {
  const { options, remediate, wrong, right, ...sources } = given;
  const kinds = ["component", "host", "resource", "program"] as const;
  return {
    ...{ rule, level, options, remediate, wrong, right },
    sources: kinds.filter((kind) => sources[kind] !== undefined),
    begin: () => new Memory(rule, sources),
  };
}
