import type { ResourceValidationArgs } from "@pulumi/policy";
import { type Inputs, inputsOf } from "./inputs";

/** A registered resource, in the form that policies need. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The type of its parent; undefined if the parent is the stack. */
  readonly parentType: string | undefined;
  /** The URN of its parent. */
  readonly parent?: string | undefined;
  /** The URN of its provider; undefined for a component. */
  readonly provider?: string | undefined;
  readonly inputs: Omit<Inputs, "secrets">;
  /** Paths of secret inputs. Undefined if the SDK unpacked them before the reader saw them. */
  readonly secrets: ReadonlySet<string> | undefined;
}

/** `secrets` are the paths that the reader saw before the SDK unpacked them. */
export function registered(
  args: ResourceValidationArgs,
  secrets: ReadonlySet<string> | undefined,
): Registered {
  const { values, unknowns } = inputsOf(args.props);
  const { parent } = (args.opts as { parent?: string } | undefined) ?? {};
  return {
    urn: args.urn,
    type: args.type,
    name: args.name,
    parent,
    parentType: typeOf(parent),
    provider: args.provider?.urn,
    inputs: { values, unknowns },
    secrets,
  };
}

/** The last type in a URN's chain: b for urn:pulumi:stack::project::a$b::name. */
export function typeOf(urn: string | undefined): string | undefined {
  return urn?.split("::")[2]?.split("$").at(-1);
}
