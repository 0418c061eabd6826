import * as pulumi from "@pulumi/pulumi";
import { type NicWatchdogInput, type NicWatchdogService, parseNicWatchdog } from "../../model";
import { nicWatchdog } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { Unit } from "../unit/nodeUnit";

export type NicWatchdogArgs = NicWatchdogInput & {
  readonly cluster: ProxmoxCluster;
  /**
   * What the nodes must have before one of them may be taken down: `settled` of a Quorum, `releases` of VRRP groups. The
   * watchdog comes after it and goes before it.
   */
  readonly after?: readonly pulumi.Resource[];
};

/**
 * A watchdog on some of the cluster's nodes, which takes its node out of service when none of the node's interfaces is
 * up. Tell the cluster's Quorum of it as well, by its `fencing`.
 */
export class NicWatchdog extends pulumi.ComponentResource {
  readonly watchdog: NicWatchdogService;
  /** By node. */
  readonly units: ReadonlyMap<string, Unit>;

  /** Throws ConfigurationError with everything that is wrong with `args`. */
  constructor(
    name: string,
    { cluster, after = [], ...args }: NicWatchdogArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const watchdog = parseNicWatchdog(args, cluster.model);
    super("quorate:fencing:NicWatchdog", name, { ...args, watchdog, cluster: cluster.registered }, opts);
    this.watchdog = watchdog;
    const declare = (node: string): Unit =>
      new Unit(
        `${name}-${node}`,
        {
          site: cluster.site(node),
          unit: nicWatchdog(watchdog, cluster.model, node),
          after: [cluster.program(node), ...after],
        },
        { parent: this },
      );
    this.units = new Map(watchdog.nodes.map((node) => [node, declare(node)]));
    this.registerOutputs({});
  }
}
