import type { EnforcementLevel, PolicyConfigSchema, ResourceRemediation } from "@pulumi/policy";
import type { Finding } from "../model";
import type { Rule } from "../model/rule";
import type { Host } from "./host";
import { Memory } from "./memory";
import type { Change, Component, Program } from "./program";
import type { Registered } from "./registered";

/** Files by machine and path (`a:/etc/haproxy/haproxy.cfg`), or inputs of a resource by its name and type. */
export type Example = Readonly<Record<string, string | object>>;

/** The sources of a rule's items. */
export interface Sources<Item> {
  /** From the args of one of quorate's components. */
  readonly component?: (component: Component, program: Program) => readonly Item[];
  /** From the files and commands of any program on one machine. */
  readonly host?: (host: Host) => readonly Item[];
  /** From the inputs of a resource of any type. */
  readonly resource?: (resource: Registered) => readonly Item[];
  /** From the whole program, at the end of the preview. Until then a missing part may still be registered. */
  readonly program?: (program: Program) => readonly Item[];
}

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

/** A rule with the items of one program. `options` come from the pack's configuration. */
export interface Judge {
  /** The new findings of a change. */
  change(change: Change, program: Program, options: object): readonly Finding[];
  /** The findings that are certain once the whole program is known. */
  conclude(program: Program, options: object): readonly Finding[];
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
