import * as pulumi from "@pulumi/pulumi";
import { syncGroup } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { NodeUnit } from "../unit/nodeUnit";
import type { VrrpGroup } from "./vrrpGroup";

export interface VrrpSyncGroupArgs {
  readonly cluster: ProxmoxCluster;
  /** The groups that name this one as their `syncGroup`; they change state together. */
  readonly groups: readonly VrrpGroup[];
}

/**
 * VRRP groups that are all MASTER on the same node, or none of them.
 *
 * @example
 * new VrrpSyncGroup("gateway", { cluster, groups: [inside, outside] });
 */
export class VrrpSyncGroup extends pulumi.ComponentResource {
  constructor(
    name: string,
    { cluster, groups }: VrrpSyncGroupArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const models = groups.map(({ group }) => group);
    super(
      "quorate:vrrp:VrrpSyncGroup",
      name,
      { cluster: cluster.registered, groups: models.map((group) => group.name) },
      opts,
    );
    const members = models[0]?.members.map(({ node }) => node) ?? [];
    for (const node of members) {
      const after = groups.flatMap(({ releases }) => releases);
      const unit = syncGroup(name, models, cluster.node(node).family, cluster.model.existing);
      new NodeUnit(`${name}-${node}`, { context: cluster.contextOf(node), unit, after }, { parent: this });
    }
    this.registerOutputs({});
  }
}
