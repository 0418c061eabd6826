import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { manifest, manifestDigest, secretLines, secretNames, unitSignature } from "../../agent/manifest";
import * as program from "../../agent/program";
import type { Unit } from "../../agent/unit";
import { baseOf } from "./base";
import { type Dependencies, factsOf, type NodeContext, remoteCommand } from "./nodeCommand";

export interface UnitArgs {
  readonly context: NodeContext;
  readonly unit: Unit;
  /** The unit as it depends on the nodes' facts, with the same name and the same secrets. Default: `unit`. */
  readonly fromFacts?: Promise<Unit>;
  /** Units on the same node that this one needs. A change of theirs also changes this unit. */
  readonly requires?: readonly NodeUnit[];
  /** Values for the holes in the unit's files. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Resources on this or other nodes that must be done before. */
  readonly after: Dependencies;
}

/** One service on one node, applied as a transaction by one remote Command. */
export class NodeUnit extends pulumi.ComponentResource {
  readonly command: command.remote.Command;
  readonly unit: Unit;
  /** sha256 of the manifest. */
  readonly digest: pulumi.Output<string>;

  /** @throws Error after `keepUnits()`, or if a hole of the unit lacks its secret */
  constructor(
    name: string,
    { context, unit, fromFacts, requires = [], secrets = {}, after }: UnitArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("quorate:node:Unit", name, { node: context.node.name, unit: unit.name }, opts);
    this.unit = unit;
    if (Object.isFrozen(context.units))
      throw new Error(`${name} is declared after keepUnits(), whose list lacks it; declare it before`);
    context.units.push(this);
    const { become } = context.node.ssh;
    const text = pulumi.output(requires.map(({ digest }) => digest)).apply(async (digests) => {
      const wanted = (await fromFacts) ?? unit;
      const needs = requires.map(({ unit: { name } }, index) => ({
        unit: name,
        digest: digests[index] ?? "",
      }));
      const over = (base: string): string =>
        manifest(wanted, { owner: context.owner, base, requires: needs });
      const known = await factsOf(context);
      const present = known?.units.get(unit.name);
      const digestOver = (base: string): string => manifestDigest(over(base));
      return over(baseOf(known, present, digestOver, present?.drift));
    });
    this.digest = text.apply(manifestDigest);
    this.command = remoteCommand(
      name,
      context,
      {
        create: text.apply((manifestText) => program.applyManifest(become, manifestText)),
        delete: program.removeUnit(become, unit.name, context.owner),
        ...signed(context, unit, secrets),
      },
      { parent: this, dependsOn: waitFor(after, requires) },
    );
    this.registerOutputs({});
  }
}

function waitFor(after: Dependencies, requires: readonly NodeUnit[]): Dependencies {
  return pulumi.output(after).apply((resources) => [...resources, ...requires.map((unit) => unit.command)]);
}

/**
 * The standard input of a unit that has secrets or a wire signature: the secrets for the unit's holes, and a line
 * "base NAME". The name changes if the node has other secrets or another signature, or if the unit is still held.
 */
function signed(
  context: NodeContext,
  unit: Unit,
  secrets: Readonly<Record<string, pulumi.Input<string>>>,
): { stdin?: pulumi.Output<string> } {
  const names = secretNames(unit);
  if (names.length === 0 && unit.wire === undefined) return {};
  const values = names.map((name) => {
    const value = secrets[name];
    if (value === undefined)
      throw new Error(`unit ${unit.name} has a hole for the secret ${name}; pass its value in secrets`);
    return value;
  });
  const stdin = pulumi.all(values).apply(async (texts) => {
    const named = Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""]));
    const known = await factsOf(context);
    const present = known?.units.get(unit.name);
    const there = present && { digest: present.signature, base: present.signatureBase };
    const held = present?.held ? ["held"] : [];
    const base = baseOf(known, there, () => unitSignature(unit, named), held);
    return `${secretLines(named)}base ${base}\n`;
  });
  return { stdin: names.length === 0 ? stdin : pulumi.secret(stdin) };
}

export interface ReleaseArgs {
  readonly context: NodeContext;
  readonly unit: Unit;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** The unit's Commands on all nodes. */
  readonly after: Dependencies;
}

/**
 * Puts a held unit back into service, once every node has the change. It runs again if the wire signature or a
 * password changes, or if a node reports the unit as still held.
 */
export function releaseUnit(
  name: string,
  { context, unit, secrets, after }: ReleaseArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  const { become } = context.node.ssh;
  const create = `# ${unit.wire?.signature ?? ""}\n${program.releaseUnit(become, unit.name)}`;
  return remoteCommand(
    name,
    context,
    { create, ...signed(context, unit, secrets) },
    { parent, dependsOn: after },
  );
}
