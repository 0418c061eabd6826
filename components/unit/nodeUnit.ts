import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { manifest, manifestDigest } from "../../agent/manifest";
import * as program from "../../agent/program";
import type { Unit } from "../../agent/unit";
import { baseOf } from "./base";
import { type Mate, signed } from "./standardInput";
import { type Dependencies, factsOf, type NodeContext, remoteCommand } from "./nodeCommand";

const noMates: Promise<readonly Mate[]> = Promise.resolve([]);
const noOrder: Promise<readonly string[]> = Promise.resolve([]);

export interface UnitArgs {
  readonly context: NodeContext;
  readonly unit: Unit;
  /** The unit as it depends on the nodes' facts, with the same name and the same secrets. Default: `unit`. */
  readonly fromFacts?: Promise<Unit>;
  /** Units on the same node that this one needs. A change of theirs also changes this unit. */
  readonly requires?: readonly NodeUnit[];
  /** Values for the holes in the unit's files. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The members of the unit's VRRP group that must have its change before. */
  readonly mates?: Promise<readonly Mate[]>;
  /** The nodes that get the unit before this one, as the preview tells it. Default: none. */
  readonly order?: Promise<readonly string[]>;
  /** Resources on this or other nodes that must be done before. */
  readonly after: Dependencies;
}

/** One service on one node, applied as a transaction by one remote Command. */
export class NodeUnit extends pulumi.ComponentResource {
  readonly command: command.remote.Command;
  readonly unit: Unit;
  readonly node: string;
  readonly manifest: Promise<string>;
  /** sha256 of the manifest. */
  readonly digest: Promise<string>;
  readonly before: Promise<readonly string[]>;

  /** @throws Error after `listUnits()`, or if a hole of the unit lacks its secret */
  constructor(
    name: string,
    {
      context,
      unit,
      fromFacts,
      requires = [],
      secrets = {},
      mates = noMates,
      order = noOrder,
      after,
    }: UnitArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super(
      "quorate:unit:NodeUnit",
      name,
      { node: context.node.name, unit: unit.name, ...(unit.raw ? { raw: true } : {}) },
      opts,
    );
    this.unit = unit;
    this.node = context.node.name;
    if (Object.isFrozen(context.units))
      throw new Error(`${name} is declared after listUnits(), whose list lacks it; declare it before`);
    context.units.push(this);
    const { become } = context.node.ssh;
    this.before = order;
    this.manifest = manifestOf(context, unit, fromFacts, requires);
    this.digest = this.manifest.then(manifestDigest);
    this.command = remoteCommand(
      name,
      context,
      {
        create: program.applyManifest(become),
        stdin: inputOf(this.manifest, signed({ context, unit, secrets, mates })),
        delete: program.removeUnit(become, unit.name, context.owner),
      },
      { parent: this, dependsOn: waitFor(after, requires) },
    );
    this.registerOutputs({});
  }
}

/** The manifest, and behind it the secrets; a secret as a whole if there is any. */
function inputOf(text: Promise<string>, secrets: pulumi.Output<string> | undefined): pulumi.Input<string> {
  return secrets === undefined ? text : pulumi.all([text, secrets]).apply((all) => all.join(""));
}

/** The unit's text for its node. The base in it depends on the node's facts. */
async function manifestOf(
  context: NodeContext,
  unit: Unit,
  fromFacts: Promise<Unit> | undefined,
  requires: readonly NodeUnit[],
): Promise<string> {
  const digests = await Promise.all(requires.map(({ digest }) => digest));
  const wanted = (await fromFacts) ?? unit;
  const needs = requires.map(({ unit: { name } }, index) => ({ unit: name, digest: digests[index] ?? "" }));
  const over = (base: string): string => manifest(wanted, { owner: context.owner, base, requires: needs });
  const known = await factsOf(context);
  const present = known?.units.get(unit.name);
  const digestOver = (base: string): string => manifestDigest(over(base));
  return over(baseOf(known, present, digestOver, present?.drift));
}

function waitFor(after: Dependencies, requires: readonly NodeUnit[]): Dependencies {
  return pulumi.output(after).apply((resources) => [...resources, ...requires.map((unit) => unit.command)]);
}

export interface ReleaseArgs {
  readonly context: NodeContext;
  readonly unit: Unit;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** The unit on all nodes. */
  readonly mates: readonly Mate[];
}

/**
 * Puts a held unit back into service, once every node has the change. It runs again if the wire signature or a
 * password changes, or if a node reports the unit as still held.
 */
export function releaseUnit(
  name: string,
  { context, unit, secrets, mates }: ReleaseArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  const { become } = context.node.ssh;
  const stdin = signed({ context, unit, secrets, mates: Promise.resolve(mates) });
  const create = `# ${unit.wire?.signature ?? ""}\n${program.releaseUnit(become, unit.name)}`;
  return remoteCommand(
    name,
    context,
    { create, ...(stdin === undefined ? {} : { stdin }) },
    { parent, dependsOn: mates.map(({ command }) => command) },
  );
}
