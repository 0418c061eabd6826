import type { ResourceValidationArgs } from "@pulumi/policy";
import { type Inputs, inputsOf } from "./inputs";

/** A resource that a program registers, as policies need it. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The type of its parent; undefined for what hangs under the stack. */
  readonly parentType: string | undefined;
  readonly inputs: Omit<Inputs, "secrets">;
  /** Paths of the inputs that are secrets; undefined where the SDK unpacked them before anybody looked. */
  readonly secrets: ReadonlySet<string> | undefined;
}

/** `secrets` are those that were seen before the SDK unpacked them. */
export function registered(
  args: ResourceValidationArgs,
  secrets: ReadonlySet<string> | undefined,
): Registered {
  const { values, unknowns } = inputsOf(args.props);
  return {
    urn: args.urn,
    type: args.type,
    name: args.name,
    parentType: typeOf((args.opts as { parent?: string } | undefined)?.parent),
    inputs: { values, unknowns },
    secrets,
  };
}

/** The last type in a URN's chain: urn:pulumi:stack::project::a$b::name has b. */
export function typeOf(urn: string | undefined): string | undefined {
  return urn?.split("::")[2]?.split("$").at(-1);
}
