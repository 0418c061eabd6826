import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type Corosync, type FencingInput, parseQuorum, type QuorumInput } from "../../model";
import { authkeyLength, authkeySecret, corosyncUnit, startOptions } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import type { ClusterFacts } from "../cluster/gatherFacts";
import { NodeUnit } from "../unit/nodeUnit";
import { verbatimError } from "../verbatimError";
import { type Change, planChange } from "./plan/change";
import { resourcesOf, settle, type Settlement } from "./settlement";

export type QuorumArgs = QuorumInput & {
  readonly cluster: ProxmoxCluster;
  /** The fencing that takes down a node without contact, as in `quorate:fencing`. */
  readonly fencing?: FencingInput | undefined;
  /** Resources that must exist before corosync.conf names them: a qdevice's host and certificates. */
  readonly after?: readonly pulumi.Resource[];
};

/**
 * corosync on the cluster's nodes. All members take up a change of the live cluster at once, or none does.
 *
 * @example
 * const quorum = new Quorum("corosync", { cluster, twoNode: true });
 */
export class Quorum extends pulumi.ComponentResource {
  readonly corosync: Corosync;
  /** By node name. */
  readonly units: ReadonlyMap<string, NodeUnit>;
  /** Once these are done, every node runs this configuration and is quorate. */
  readonly settled: readonly pulumi.Resource[];
  /** The plan from the nodes' facts to the configuration; rejected if the live cluster can't take it. */
  readonly change: Promise<Change>;

  /** @throws ConfigurationError with all findings on `args` */
  constructor(
    name: string,
    { cluster, fencing, after = [], ...args }: QuorumArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const corosync = parseQuorum(args, cluster.model, fencing);
    super("quorate:quorum:Quorum", name, { ...args, quorum: corosync, cluster: cluster.registered }, opts);
    this.corosync = corosync;
    const nodes = corosync.nodes.map((node) => node.name);
    const change = cluster.facts.then((facts) => accepted(corosync, facts));
    this.change = change;
    const authkey = new random.RandomPassword(
      `${name}-authkey`,
      { length: authkeyLength, special: false },
      { parent: this },
    ).result;
    const any = { version: 1, nodeIds: new Map(nodes.map((node, index) => [node, index + 1])) };

    const units = new Map<string, NodeUnit>();
    for (const node of nodes) {
      const waits = change.then((known) => [
        cluster.program(node),
        ...after,
        ...joinsAfter(node, nodes, known, settlement),
      ]);
      const unit = {
        context: cluster.contextOf(node),
        unit: corosyncUnit(corosync, cluster.node(node).family, any, cluster.model.existing),
        fromFacts: change.then(({ numbers }) =>
          corosyncUnit(corosync, cluster.node(node).family, numbers, cluster.model.existing),
        ),
        secrets: { [authkeySecret]: authkey },
        after: waits,
      };
      units.set(node, new NodeUnit(`${name}-${node}`, unit, { parent: this }));
    }
    const commands = new Map([...units].map(([node, { command }]) => [node, command]));
    const settlement: Settlement = settle(
      name,
      { cluster, nodes, change, units: commands, startOptions: startOptions(corosync) },
      this,
    );
    this.units = units;
    this.settled = [...settlement.restarted.values()];
    this.registerOutputs({});
  }
}

/** New nodes join the live cluster one after the other, once its members know them. */
function joinsAfter(
  node: string,
  nodes: readonly string[],
  { live }: Change,
  { committed, ran }: Settlement,
): pulumi.Resource[] {
  if (live.length === 0 || live.includes(node)) return [];
  const joining = nodes.filter((each) => !live.includes(each));
  const before = joining[joining.indexOf(node) - 1];
  return [...resourcesOf(live, committed), ...resourcesOf(before === undefined ? [] : [before], ran)];
}

/**
 * Plans the change.
 * @throws RunError with all reasons against it
 */
function accepted(corosync: Corosync, facts: ClusterFacts): Change {
  const change = planChange(corosync, facts);
  if (change.refusals.length === 0) return change;
  const reasons = change.refusals.map((line) => `  ${line}`).join("\n");
  throw verbatimError(
    `the nodes can't take this configuration of corosync:\n${reasons}\nNothing was changed`,
  );
}
