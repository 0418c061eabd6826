import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../model";
import type { Facts } from "../../agent/facts";
import { manifest, manifestDigest, secretLines, secretNames, unitSignature } from "../../agent/manifest";
import { type Connection, ConnectionError, connectionTo, type Hop } from "../../agent/connection";
import * as program from "../../agent/program";
import type { Unit as UnitData } from "../../agent/unit";
import { baseOf } from "./base";
import type { ClusterFacts } from "../cluster/gatherFacts";

/** Attempts to connect to an unreachable node; `remote.Command` makes ten. */
const dialErrorLimit = 2;
/** Seconds per attempt. */
const perDialTimeout = 10;

/** The inputs that all Commands on a node share. */
export interface Site {
  readonly node: Host;
  readonly facts: Promise<ClusterFacts>;
  /** The cluster that owns the units: PROJECT/STACK/NAME. */
  readonly owner: string;
  /** All units declared on the node so far. */
  readonly units: Unit[];
}

/** Adds the limits of an attempt, and makes the key a secret. */
function hop({ privateKey, ...rest }: Hop) {
  return {
    ...rest,
    dialErrorLimit,
    perDialTimeout,
    ...(privateKey === undefined ? {} : { privateKey: pulumi.secret(privateKey) }),
  };
}

/**
 * The connection to a node.
 * @throws RunError, printed without a stack trace, if the node's configuration has a mistake
 */
export function configuredConnection(node: Host): Connection {
  try {
    return connectionTo(node);
  } catch (error) {
    throw error instanceof ConnectionError ? new pulumi.RunError(error.message) : error;
  }
}

function connection({ node }: Site): command.types.input.remote.ConnectionArgs {
  const { proxy, ...own } = configuredConnection(node);
  return { ...hop(own), ...(proxy === undefined ? {} : { proxy: hop(proxy) }) };
}

/** The node's facts; undefined if it is unreachable. */
export async function factsOf({ node, facts }: Site): Promise<Facts | undefined> {
  return (await facts).of(node.name);
}

type Waits = pulumi.Input<pulumi.Input<pulumi.Resource>[]>;

function remoteCommand(
  name: string,
  site: Site,
  args: Pick<command.remote.CommandArgs, "create" | "delete" | "stdin" | "logging">,
  opts: pulumi.CustomResourceOptions,
): command.remote.Command {
  return new command.remote.Command(
    name,
    { connection: connection(site), addPreviousOutputInEnv: false, ...args },
    { deleteBeforeReplace: true, ...opts },
  );
}

/** The program on a node that applies units. */
export function nodeProgram(name: string, site: Site, parent: pulumi.Resource): command.remote.Command {
  const { become } = site.node.ssh;
  return remoteCommand(
    name,
    site,
    {
      // quorate changes no node before all have answered.
      create: factsOf(site).then((known) =>
        program.installProgram(become, baseOf(known, known?.program, program.programDigest)),
      ),
      delete: program.removeProgram(become, site.owner),
    },
    { parent },
  );
}

export interface UnitArgs {
  readonly site: Site;
  readonly unit: UnitData;
  /** The unit as it depends on the nodes' facts, with the same name and the same secrets. Default: `unit`. */
  readonly final?: Promise<UnitData>;
  /** Units on the same node that this one needs. A change of theirs also changes this unit. */
  readonly requires?: readonly Unit[];
  /** Values for the holes in the unit's files. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Resources on this or other nodes that must be done before. */
  readonly after: Waits;
}

/** One service on one node, applied as a transaction by one remote Command. */
export class Unit extends pulumi.ComponentResource {
  readonly command: command.remote.Command;
  readonly unitName: string;
  /** sha256 of the manifest. */
  readonly digest: pulumi.Output<string>;

  /** @throws Error after `keepUnits()`, or if a hole of the unit lacks its secret */
  constructor(
    name: string,
    { site, unit, final, requires = [], secrets = {}, after }: UnitArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("quorate:node:Unit", name, { node: site.node.name, unit: unit.name }, opts);
    this.unitName = unit.name;
    if (Object.isFrozen(site.units))
      throw new Error(`${name} is declared after keepUnits(), which it has to come before`);
    site.units.push(this);
    const { become } = site.node.ssh;
    const text = pulumi.output(requires.map(({ digest }) => digest)).apply(async (digests) => {
      const wanted = (await final) ?? unit;
      const needs = requires.map(({ unitName }, index) => ({ unit: unitName, digest: digests[index] ?? "" }));
      const over = (base: string): string => manifest(wanted, { owner: site.owner, base, requires: needs });
      const known = await factsOf(site);
      const present = known?.units.get(unit.name);
      const digestOver = (base: string): string => manifestDigest(over(base));
      return over(baseOf(known, present, digestOver, present?.drift));
    });
    this.digest = text.apply(manifestDigest);
    this.command = remoteCommand(
      name,
      site,
      {
        create: text.apply((manifestText) => program.applyManifest(become, manifestText)),
        delete: program.removeUnit(become, unit.name),
        ...signed(site, unit, secrets),
      },
      { parent: this, dependsOn: waitFor(after, requires) },
    );
    this.registerOutputs({});
  }
}

function waitFor(after: Waits, requires: readonly Unit[]): Waits {
  return pulumi.output(after).apply((resources) => [...resources, ...requires.map((unit) => unit.command)]);
}

/**
 * The standard input of a unit that has secrets or a wire signature: the secrets for the unit's holes, and a line
 * "base NAME". The name changes if the node has other secrets or another signature, or if the unit is still held.
 */
function signed(
  site: Site,
  unit: UnitData,
  secrets: Readonly<Record<string, pulumi.Input<string>>>,
): { stdin?: pulumi.Output<string> } {
  const names = secretNames(unit);
  if (names.length === 0 && unit.wire === undefined) return {};
  const values = names.map((name) => {
    const value = secrets[name];
    if (value === undefined)
      throw new Error(`unit ${unit.name} has a hole for the secret ${name}, which wasn't given`);
    return value;
  });
  const stdin = pulumi.all(values).apply(async (texts) => {
    const named = Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""]));
    const known = await factsOf(site);
    const present = known?.units.get(unit.name);
    const there = present && { digest: present.signature, base: present.signatureBase };
    const held = present?.held ? ["held"] : [];
    const base = baseOf(known, there, () => unitSignature(unit, named), held);
    return `${secretLines(named)}base ${base}\n`;
  });
  return { stdin: names.length === 0 ? stdin : pulumi.secret(stdin) };
}

export interface StepArgs {
  /** The shell text that runs on the node. */
  readonly create: pulumi.Input<string>;
  readonly after: Waits;
}

/** One step on a node, with no files and no undo. */
export function nodeCommand(
  name: string,
  site: Site,
  { create, after }: StepArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  return remoteCommand(name, site, { create }, { parent, dependsOn: after });
}

/** A step whose output is a secret. */
export function secretCommand(
  name: string,
  site: Site,
  { create, after }: StepArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  const opts = { parent, dependsOn: after, additionalSecretOutputs: ["stdout"] };
  return remoteCommand(name, site, { create, logging: command.remote.Logging.None }, opts);
}

export interface ReleaseArgs {
  readonly site: Site;
  readonly unit: UnitData;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** The unit's Commands on all nodes. */
  readonly after: Waits;
}

/**
 * Puts a held unit back into service, once every node has the change. It runs again if the wire signature or a
 * password changes, or if a node reports the unit as still held.
 */
export function releaseUnit(
  name: string,
  { site, unit, secrets, after }: ReleaseArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  const { become } = site.node.ssh;
  const create = `# ${unit.wire?.signature ?? ""}\n${program.releaseUnit(become, unit.name)}`;
  return remoteCommand(name, site, { create, ...signed(site, unit, secrets) }, { parent, dependsOn: after });
}
