import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../model";
import type { UnitFacts } from "../node/facts";
import { manifest, manifestDigest, secretNames } from "../node/manifest";
import { type Connection, ConnectionError, connectionTo, type Hop } from "../node/connection";
import * as program from "../node/program";
import type { Unit as UnitData } from "../node/unit";
import type { ClusterFacts } from "./gatherFacts";
import { repairToken } from "./repair";

/** A node that's gone costs this many attempts, not the ten of `remote.Command`. */
const dialErrorLimit = 2;
/** Seconds for each. */
const perDialTimeout = 10;

/** What every Command on a node needs. */
export interface Site {
  readonly node: Host;
  readonly facts: Promise<ClusterFacts>;
}

/** How long one address is tried, and the key as a secret. */
function hop({ privateKey, ...rest }: Hop) {
  return {
    ...rest,
    dialErrorLimit,
    perDialTimeout,
    ...(privateKey === undefined ? {} : { privateKey: pulumi.secret(privateKey) }),
  };
}

/** The connection to a node; what is wrong with its configuration ends the program without a stack trace. */
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

/** What the node tells of the unit; undefined where it has none or couldn't be asked. */
async function unitFacts({ node, facts }: Site, { name }: UnitData): Promise<UnitFacts | undefined> {
  const known = (await facts).get(node.name);
  return known instanceof Error ? undefined : known?.units.get(name);
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
  const create = program.installProgram(become);
  return remoteCommand(
    name,
    site,
    {
      // Nothing is changed on any node before all have answered; a preview changes nothing, and need not wait.
      create: pulumi.runtime.isDryRun() ? create : site.facts.then(() => create),
      delete: program.removeProgram(become),
    },
    { parent },
  );
}

export interface UnitArgs {
  readonly site: Site;
  readonly unit: UnitData;
  /** The unit as the nodes' facts make it, where it depends on them: of the same name, with the same secrets. */
  readonly final?: Promise<UnitData>;
  /** Units on the same node that this one needs; a change of theirs is seen here. */
  readonly requires?: readonly Unit[];
  /** Values for the holes in the unit's files. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** What must be done on this or other nodes before. */
  readonly after: Waits;
}

/** One service on one node, applied as a transaction by one remote Command. */
export class Unit extends pulumi.ComponentResource {
  readonly command: command.remote.Command;
  readonly unitName: string;
  /** sha256 of the manifest. */
  readonly digest: pulumi.Output<string>;

  constructor(
    name: string,
    { site, unit, final, requires = [], secrets = {}, after }: UnitArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("quorate:node:Unit", name, { node: site.node.name, unit: unit.name }, opts);
    this.unitName = unit.name;
    const { become } = site.node.ssh;
    const repair = unitFacts(site, unit).then(repairToken);
    const text = pulumi.output(requires.map(({ digest }) => digest)).apply(async (digests) =>
      manifest((await final) ?? unit, {
        requires: requires.map(({ unitName }, index) => ({ unit: unitName, digest: digests[index] ?? "" })),
        repair: await repair,
      }),
    );
    this.digest = text.apply(manifestDigest);
    this.command = remoteCommand(
      name,
      site,
      {
        create: text.apply((manifestText) => program.applyManifest(become, manifestText)),
        delete: program.removeUnit(become, unit.name),
        ...secretsOnStdin(unit, secrets),
      },
      { parent: this, dependsOn: waitFor(after, requires) },
    );
    this.registerOutputs({});
  }
}

function waitFor(after: Waits, requires: readonly Unit[]): Waits {
  return pulumi.output(after).apply((resources) => [...resources, ...requires.map((unit) => unit.command)]);
}

/** "NAME VALUE" a line, for the holes of the unit; nothing where it has none. */
function secretsOnStdin(
  unit: UnitData,
  secrets: Readonly<Record<string, pulumi.Input<string>>>,
): { stdin?: pulumi.Output<string> } {
  const names = secretNames(unit);
  if (names.length === 0) return {};
  const values = names.map((name) => {
    const value = secrets[name];
    if (value === undefined)
      throw new Error(`unit ${unit.name} has a hole for the secret ${name}, which wasn't given`);
    return value;
  });
  const lines = pulumi
    .all(values)
    .apply((texts) => texts.map((text, index) => `${names[index] ?? ""} ${text}\n`).join(""));
  return { stdin: pulumi.secret(lines) };
}

export interface StepArgs {
  /** What is run on the node. */
  readonly create: pulumi.Input<string>;
  readonly after: Waits;
}

/** One step on a node, with no files and nothing to take back. */
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
 * Brings a unit that its change held silent back into service, once every node has the change. It runs again when the
 * wire signature or a password changes, or where a node tells that it's still held.
 */
export function releaseUnit(
  name: string,
  { site, unit, secrets, after }: ReleaseArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  const { become } = site.node.ssh;
  const create = unitFacts(site, unit).then((known) => {
    const again = known?.held ? [`# still held since ${known.digest.slice(0, 12)}`] : [];
    return [`# ${unit.wire?.signature ?? ""}`, ...again, program.releaseUnit(become, unit.name)].join("\n");
  });
  return remoteCommand(
    name,
    site,
    { create, ...secretsOnStdin(unit, secrets) },
    { parent, dependsOn: after },
  );
}
