import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { inputSignature, secretLines, secretNames, unitSignature } from "../../agent/manifest";
import type { Unit } from "../../agent/unit";
import { verbatimError } from "../verbatimError";
import { baseOf } from "./base";
import { factsOf, type NodeContext } from "./nodeCommand";

/** A unit of a VRRP group on another of its members. */
export interface Mate {
  readonly node: string;
  readonly command: command.remote.Command;
}

export interface SignedArgs {
  readonly context: NodeContext;
  readonly unit: Unit;
  /** Values for the holes in the unit's files. */
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** The members that must have a new wire signature or password before. */
  readonly mates: Promise<readonly Mate[]>;
}

/**
 * The input of a unit that has secrets or a wire signature: the secrets for the unit's holes, and a line "base NAME". The name changes if the node has other secrets or another signature, or if the unit is still held.
 * @returns rejected with a RunError if a mate doesn't get the change
 */
export function signed(
  resource: string,
  { context, unit, secrets, mates }: SignedArgs,
): pulumi.Output<string> | undefined {
  const names = secretNames(unit);
  if (names.length === 0 && unit.wire === undefined) return undefined;
  const values = names.map((name) => {
    const value = secrets[name];
    if (value === undefined)
      throw new Error(`unit ${unit.name} has a hole for the secret ${name}; pass its value in secrets`);
    return value;
  });
  const lines = async (texts: readonly string[]): Promise<string | pulumi.Output<string>> => {
    const named = Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""]));
    const wanted = unitSignature(unit, named);
    const known = await factsOf(context);
    const present = known?.units.get(unit.name);
    const there = present && { digest: present.signature, base: present.signatureBase };
    const base = baseOf(known, there, () => wanted, present?.held ? ["held"] : []);
    const text = `${secretLines(named)}base ${base}\n`;
    return base === there?.base ? text : withMates(resource, text, wanted, await mates);
  };
  const input = pulumi.all(values).apply((texts) => pulumi.output(lines(texts)));
  return names.length === 0 ? input : pulumi.secret(input);
}

/**
 * The text, once all mates have the wanted signature. An update with targets leaves some of them as they are, and
 * members that disagree make two masters.
 */
function withMates(
  resource: string,
  text: string,
  wanted: string,
  mates: readonly Mate[],
): pulumi.Output<string> {
  const found = mates.map(({ command }) => command.stdin);
  return pulumi.all(found).apply((inputs) => {
    const lacking = mates.filter((_, index) => inputSignature(inputs[index] ?? "") !== wanted);
    if (lacking.length === 0) return text;
    throw verbatimError(
      `${resource}: this update leaves out the VRRP group's members on ${lacking.map(({ node }) => node).join(", ")}, ` +
        "so two members would hold its addresses.\nThis member was not changed. Run the update without --target and --exclude",
    );
  });
}
