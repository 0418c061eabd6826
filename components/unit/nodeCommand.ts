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

/** quorate declares each of its remote Commands here. */
export function remoteCommand(
  name: string,
  context: NodeContext,
  args: Pick<command.remote.CommandArgs, "create" | "delete" | "stdin" | "logging">,
  opts: pulumi.CustomResourceOptions,
): command.remote.Command {
  return new command.remote.Command(
    name,
    { connection: connection(context), addPreviousOutputInEnv: false, ...args },
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
  return remoteCommand(
    name,
    context,
    {
      // quorate changes no node before all have answered.
      create: factsOf(context).then((known) =>
        program.installProgram(become, baseOf(known, known?.program, program.programDigest)),
      ),
      delete: program.removeProgram(become, context.owner),
    },
    { parent },
  );
}

export interface StepArgs {
  /** The shell text that runs on the node. */
  readonly create: pulumi.Input<string>;
  readonly after: Dependencies;
}

/** One step on a node, with no files and no undo. */
export function nodeCommand(
  name: string,
  context: NodeContext,
  { create, after }: StepArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  return remoteCommand(name, context, { create }, { parent, dependsOn: after });
}

/** A step whose output is a secret. */
export function secretCommand(
  name: string,
  context: NodeContext,
  { create, after }: StepArgs,
  parent: pulumi.Resource,
): command.remote.Command {
  const opts = { parent, dependsOn: after, additionalSecretOutputs: ["stdout"] };
  return remoteCommand(name, context, { create, logging: command.remote.Logging.None }, opts);
}
