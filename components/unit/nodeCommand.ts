import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../model";
import { type Connection, ConnectionError, connectionTo, type Hop } from "../../agent/connection";
import type { Facts } from "../../agent/facts";
import * as program from "../../agent/program";
import { timeouts } from "../../agent/timeouts";
import type { Unit } from "../../agent/unit";
import type { ClusterFacts } from "../cluster/gatherFacts";
import { baseOf } from "./base";

export interface DeclaredUnit {
  readonly unit: Unit;
  readonly command: command.remote.Command;
  /** The unit as the text that its node gets. */
  readonly manifest: Promise<string>;
  /** The nodes that get the unit before this one. */
  readonly before: Promise<readonly string[]>;
}

/** The inputs that all Commands on a node share. */
export interface NodeContext {
  readonly node: Host;
  readonly facts: Promise<ClusterFacts>;
  /** The cluster that owns the units: PROJECT/STACK/NAME. */
  readonly owner: string;
  /** All units declared on the node so far. */
  readonly units: DeclaredUnit[];
}

/** Adds the limits of an attempt, and makes the key a secret. */
function hop({ privateKey, ...rest }: Hop) {
  return {
    ...rest,
    dialErrorLimit: timeouts.dialAttempts,
    perDialTimeout: timeouts.dialSeconds,
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

function connection({ node }: NodeContext): command.types.input.remote.ConnectionArgs {
  const { proxy, ...own } = configuredConnection(node);
  return { ...hop(own), ...(proxy === undefined ? {} : { proxy: hop(proxy) }) };
}

/** The node's facts; undefined if it is unreachable. */
export async function factsOf({ node, facts }: NodeContext): Promise<Facts | undefined> {
  return (await facts).of(node.name);
}

/** Resources that must be done before. */
export type Dependencies = pulumi.Input<pulumi.Input<pulumi.Resource>[]>;

type CommandArgs = Pick<command.remote.CommandArgs, "create" | "stdin" | "logging"> & {
  readonly delete?: string;
};

/** quorate declares each of its remote Commands here. */
export function remoteCommand(
  name: string,
  context: NodeContext,
  { delete: deletion, ...args }: CommandArgs,
  opts: pulumi.CustomResourceOptions,
): command.remote.Command {
  return new command.remote.Command(
    name,
    {
      ...{ connection: connection(context), addPreviousOutputInEnv: false },
      ...args,
      // The deletion gets the same input, and would fail if it left it unread.
      ...(deletion === undefined ? {} : { delete: args.stdin ? `cat >/dev/null; ${deletion}` : deletion }),
    },
    { deleteBeforeReplace: true, ...opts },
  );
}

/** The program on a node that applies units. */
export function nodeProgram(
  name: string,
  context: NodeContext,
  parent: pulumi.Resource,
): command.remote.Command {
  const { become } = context.node.ssh;
  // quorate changes no node before all have answered.
  const installation = factsOf(context).then((known) =>
    program.installProgram(become, baseOf(known, known?.program, program.programDigest)),
  );
  return remoteCommand(
    name,
    context,
    {
      create: installation.then(({ create }) => create),
      stdin: installation.then(({ stdin }) => stdin),
      delete: program.removeProgram(become, context.owner),
    },
    { parent },
  );
}

export interface StepArgs {
  /** The shell text that runs on the node. */
  readonly create: pulumi.Input<string>;
  /** Its standard input. */
  readonly stdin?: pulumi.Input<string>;
  readonly after: Dependencies;
}

/** One step on a node, with no files and no undo. */
export function nodeCommand(
  name: string,
  context: NodeContext,
  { after, ...args }: StepArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  return remoteCommand(name, context, args, { parent, dependsOn: after });
}

/** A step whose output is a secret. */
export function secretCommand(
  name: string,
  context: NodeContext,
  { create, after }: Omit<StepArgs, "stdin">,
  parent: pulumi.Resource,
): command.remote.Command {
  const opts = { parent, dependsOn: after, additionalSecretOutputs: ["stdout"] };
  return remoteCommand(name, context, { create, logging: command.remote.Logging.None }, opts);
}
