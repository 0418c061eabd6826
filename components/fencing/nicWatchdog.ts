import * as pulumi from "@pulumi/pulumi";
import { type NicWatchdogInput, type NicWatchdogService, parseNicWatchdog } from "../../model";
import { nicWatchdog } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { NodeUnit } from "../unit/nodeUnit";

export type NicWatchdogArgs = NicWatchdogInput & {
  readonly cluster: ProxmoxCluster;
  /**
   * Resources that must be done before a watchdog may take a node down: `settled` of a Quorum, `releases` of VRRP
   * groups. Pulumi creates the watchdog after them and deletes it before them.
   */
  readonly after?: readonly pulumi.Resource[];
};

/**
 * A watchdog on some of the cluster's nodes. It takes its node out of service when none of the node's interfaces is
 * up. Set `fencing` of the cluster's Quorum as well.
 *
 * @example
 * new NicWatchdog("watchdog", { cluster, nodes: ["pve2"], after: quorum.settled });
 */
export class NicWatchdog extends pulumi.ComponentResource {
  readonly watchdog: NicWatchdogService;
  /** By node name. */
  readonly units: ReadonlyMap<string, NodeUnit>;

  /** @throws ConfigurationError with all findings on `args` */
  constructor(
    name: string,
    { cluster, after = [], ...args }: NicWatchdogArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const watchdog = parseNicWatchdog(args, cluster.model);
    super("quorate:fencing:NicWatchdog", name, { ...args, watchdog, cluster: cluster.registered }, opts);
    this.watchdog = watchdog;
    const declare = (node: string): NodeUnit =>
      new NodeUnit(
        `${name}-${node}`,
        {
          context: cluster.contextOf(node),
          unit: nicWatchdog(watchdog, cluster.node(node)),
          after: [cluster.program(node), ...after],
        },
        { parent: this },
      );
    this.units = new Map(watchdog.nodes.map((node) => [node, declare(node)]));
    this.registerOutputs({});
  }
}
