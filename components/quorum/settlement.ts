import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { corosyncRestart, corosyncStep } from "../../agent/program";
import type { ProxmoxCluster } from "../cluster/cluster";
import type { Change } from "./plan/change";
import { nodeCommand } from "../unit/nodeCommand";
import { verbatimError } from "../verbatimError";

type ByNode = ReadonlyMap<string, command.remote.Command>;

export interface Settling {
  readonly cluster: ProxmoxCluster;
  readonly nodes: readonly string[];
  readonly change: Promise<Change>;
  /** The Command of each node that parks the change, or starts corosync with it. */
  readonly units: ByNode;
  /** The lines of corosync.conf that corosync takes up only when it starts. */
  readonly startOptions: readonly string[];
}

/** The steps of a change, after its units. */
export interface Settlement {
  /** By node name: once its step is done, the node runs the change and hasn't committed it yet. */
  readonly ran: ByNode;
  /** By node name: once its step is done, the node has committed the change. */
  readonly committed: ByNode;
  /** By node name: the restart of corosync, if the node needs one. */
  readonly restarted: ByNode;
}

/**
 * Declares the steps: the live members swap the files, then settle, then commit. Each step waits for the previous
 * step of all live members. A node that joins goes through the steps alone. Then the nodes that need it restart
 * corosync, one after the other.
 */
export function settle(name: string, settling: Settling, parent: pulumi.Resource): Settlement {
  const { cluster, nodes, change, units } = settling;
  const wave = (step: "swap" | "settle" | "commit", before: ByNode): ByNode =>
    new Map(
      nodes.map((node) => {
        const context = cluster.contextOf(node);
        const resource = `${name}-${node}-${step}`;
        const waits = change.then(({ live }) => (live.includes(node) ? live : [node]));
        const create = Promise.all([cluster.facts, change, waits]).then(([facts, { numbers }, mates]) => {
          const text = corosyncStep(context.node.ssh.become, step, numbers.version);
          const runs = facts.of(node)?.corosync?.running?.version === numbers.version;
          return runs ? text : withMates(resource, text, numbers.version, mates, before);
        });
        const after = waits.then((mates) => resourcesOf(mates, before));
        return [node, nodeCommand(resource, context, { create: pulumi.output(create), after }, parent)];
      }),
    );
  const ran = wave("settle", wave("swap", units));
  const committed = wave("commit", ran);
  return { ran, committed, restarted: roll(name, settling, [...committed.values()], parent) };
}

/**
 * The text, once all mates have done the step before for this version. An update with targets leaves some of them as
 * they are, and a member that reloads another version than the others leaves the cluster. If no mate has done it, the
 * targets are other resources, or this step alone. The text then gets a word "NODE,NODE", and the node refuses it.
 */
function withMates(
  resource: string,
  text: string,
  version: number,
  mates: readonly string[],
  before: ByNode,
): pulumi.Output<string> {
  // The input of a unit is a secret, and its version isn't.
  const texts = resourcesOf(mates, before).map(({ create, stdin }) =>
    pulumi.all([create, pulumi.unsecret(stdin)]).apply((parts) => parts.join("\n")),
  );
  return pulumi.all(texts).apply((all) => {
    const step = new RegExp(`^settle ${String(version)} |corosync \\w+ ${String(version)}$`, "m");
    const lacking = mates.filter((_, index) => !step.test(all[index] ?? ""));
    if (lacking.length === 0) return text;
    if (lacking.length === mates.length) return `${text} ${lacking.join(",")}`;
    throw verbatimError(
      `${resource}: this update leaves out corosync on ${lacking.join(", ")}, and members need the same version.\n` +
        "Its nodes undo the parked change. Run the update without --target and --exclude",
    );
  });
}

export function resourcesOf(nodes: readonly string[], from: ByNode): command.remote.Command[] {
  return nodes.flatMap((node) => from.get(node) ?? []);
}

function roll(
  name: string,
  { cluster, nodes, startOptions }: Settling,
  committed: readonly command.remote.Command[],
  parent: pulumi.Resource,
): ByNode {
  const restarted = new Map<string, command.remote.Command>();
  for (const node of nodes) {
    const context = cluster.contextOf(node);
    const step = corosyncRestart(context.node.ssh.become);
    const create = cluster.facts.then((facts) => {
      const waits = facts.of(node)?.corosync?.restart === true;
      return [
        `# only a start of corosync takes up: ${startOptions.join("; ") || "nothing"}`,
        ...(waits ? ["# and this node still waits for one"] : []),
        step,
      ].join("\n");
    });
    const after = [...committed, ...[...restarted.values()].slice(-1)];
    restarted.set(node, nodeCommand(`${name}-${node}-restart`, context, { create, after }, parent));
  }
  return restarted;
}
