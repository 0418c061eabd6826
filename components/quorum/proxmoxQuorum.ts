import { createHash } from "node:crypto";
import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { type Corosync, corosyncCluster, type Node, parseQuorum } from "../../model";
import * as proxmox from "../../agent/proxmox";
import { proxmoxConfig, startOptions } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { configuredConnection, factsOf, nodeCommand } from "../unit/nodeCommand";
import { currentToken, founderOf, idsFrom, settleBase } from "./plan/proxmox";
import type { QuorumArgs } from "./quorum";

/**
 * The cluster of Proxmox VE itself. One node founds it; the others join one by one, with SSH keys alone. One Command
 * then brings corosync.conf to the configuration, and each node makes sure that it runs this version. A node that you
 * removed from the configuration leaves the cluster when it's off. Destroying the resource leaves the cluster as it
 * is, because Proxmox VE can't dissolve one.
 *
 * @example
 * new ProxmoxQuorum("corosync", { cluster });
 */
export class ProxmoxQuorum extends pulumi.ComponentResource {
  readonly corosync: Corosync;
  /** Once these are done, every node runs this configuration and is quorate. */
  readonly settled: readonly pulumi.Resource[];

  /** @throws ConfigurationError with all findings on `args` */
  constructor(
    name: string,
    { cluster, fencing, after = [], ...args }: QuorumArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const corosync = parseQuorum(args, cluster.model, fencing);
    super("quorate:quorum:Quorum", name, { ...args, quorum: corosync, cluster: cluster.registered }, opts);
    this.corosync = corosync;
    const { nodes } = corosyncCluster(cluster.model);
    const founder = founderOf(nodes);
    const others = nodes.filter((node) => node !== founder);
    const nodeIds = cluster.facts.then((facts) => idsFrom(corosync, founder.name, facts));
    const context = cluster.contextOf(founder.name);
    const step = (suffix: string, node: string, create: pulumi.Input<string>, waits: pulumi.Resource[]) =>
      nodeCommand(
        `${name}-${suffix}`,
        cluster.contextOf(node),
        { create, after: [cluster.program(node), ...waits] },
        this,
      );
    const membership = (node: Node) =>
      nodeIds.then((ids) => membershipOf(corosync, cluster.model.name, node, ids.get(node.name)));

    const { become } = founder.ssh;
    const founded = step(
      founder.name,
      founder.name,
      membership(founder).then((own) => proxmox.createCluster(become, own)),
      [],
    );
    const member = {
      name: founder.name,
      address: founder.address,
      hostKey: configuredConnection(founder).hostKey,
    };
    let joined = founded;
    for (const node of others) {
      const key = step(
        `${node.name}-key`,
        node.name,
        nodeIds.then(() => proxmox.publicKey(node.ssh.become)),
        [],
      );
      const admitted = step(
        `${node.name}-admitted`,
        founder.name,
        key.stdout.apply((text) => proxmox.admitKey(become, text)),
        [founded],
      );
      joined = step(
        node.name,
        node.name,
        membership(node).then((own) => proxmox.joinCluster(node.ssh.become, own, member)),
        [admitted, joined],
      );
    }

    const witness = corosync.qdevice && this.#witness(name, cluster, founder, corosync.qdevice.witness.name);
    const settling = Promise.all([nodeIds, factsOf(context)]).then(([ids, known]) => {
      const wanted = proxmoxConfig(corosync, ids);
      return proxmox.settleCluster(become, wanted, settleBase(known, proxmox.settledDigest(wanted)));
    });
    const settled = nodeCommand(
      `${name}-settled`,
      context,
      {
        create: settling.then(({ create }) => create),
        stdin: settling.then(({ stdin }) => stdin),
        after: [joined, ...after, ...(witness ?? [])],
      },
      this,
    );
    let last = settled;
    this.settled = nodes.map((node) => {
      const options = startOptions(corosync).join("; ") || "nothing";
      const create = cluster.facts.then((facts) =>
        [
          `# only a start of corosync takes up: ${options}`,
          proxmox.makeCurrent(node.ssh.become, currentToken(facts, node)),
        ].join("\n"),
      );
      // One node at a time, because this step may restart corosync.
      last = step(`${node.name}-current`, node.name, checking(settled, create), [last]);
      return last;
    });
    this.registerOutputs({});
  }

  /** Lets the founder's root log in to the witness and trust its host key: `pvecm qdevice setup` works there. */
  #witness(name: string, cluster: ProxmoxCluster, founder: Node, witness: string): pulumi.Resource[] {
    const context = cluster.contextOf(witness);
    const { hostKey } = configuredConnection(context.node);
    const step = (suffix: string, node: string, create: pulumi.Input<string>) =>
      nodeCommand(
        `${name}-${suffix}`,
        cluster.contextOf(node),
        { create, after: [cluster.program(node)] },
        this,
      );
    const key = step(`${founder.name}-key`, founder.name, proxmox.publicKey(founder.ssh.become));
    const known = step(
      `${witness}-known`,
      founder.name,
      proxmox.trustHost(founder.ssh.become, context.node.address, hostKey),
    );
    const admitted = step(
      `${witness}-admitted`,
      witness,
      key.stdout.apply((text) => proxmox.admitKey(context.node.ssh.become, text)),
    );
    return [known, admitted];
  }
}

/**
 * Adds a digest of the cluster's settled configuration to a node's command, so that each change of that runs it
 * again.
 */
function checking(
  { create, stdin }: Pick<command.remote.Command, "create" | "stdin">,
  own: Promise<string>,
): pulumi.Output<string> {
  return pulumi.all([create, stdin, own]).apply(([text = "", input = "", line]) => {
    const digest = createHash("sha256").update(`${text}\n${input}`).digest("hex").slice(0, 12);
    return `# settled configuration: ${digest}\n${line}`;
  });
}

function membershipOf(
  corosync: Corosync,
  cluster: string,
  node: Node,
  nodeId: number | undefined,
): proxmox.Membership {
  const priorities = corosync.links.flatMap(({ number, priority }) =>
    priority === undefined ? [] : [[number, priority] as const],
  );
  return {
    ...{ node: node.name, cluster, address: node.address, links: node.links, nodeId, votes: node.votes },
    priorities: Object.fromEntries(priorities),
  };
}
