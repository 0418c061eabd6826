import * as pulumi from "@pulumi/pulumi";
import { parseSyncGroup, type SyncGroupInput } from "../../model";
import { syncGroup } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { NodeUnit } from "../unit/nodeUnit";
import { rawHoles, type RawSecrets } from "../unit/rawSecrets";
import type { VrrpGroup } from "./vrrpGroup";

export type VrrpSyncGroupArgs = SyncGroupInput & {
  readonly cluster: ProxmoxCluster;
  /** The groups that name this one as their `syncGroup`; they change state together. */
  readonly groups: readonly VrrpGroup[];
  /** The secrets that `raw` names in its holes, by name. */
  readonly rawSecrets?: RawSecrets | undefined;
};

/**
 * VRRP groups that are all MASTER on the same node, or none of them.
 *
 * @example
 * new VrrpSyncGroup("gateway", { cluster, groups: [inside, outside] });
 */
export class VrrpSyncGroup extends pulumi.ComponentResource {
  /** @throws ConfigurationError with all findings on `args` */
  constructor(
    name: string,
    { cluster, groups, rawSecrets, ...args }: VrrpSyncGroupArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const models = groups.map(({ group }) => group);
    const own = parseSyncGroup(name, args, cluster.model, models);
    super(
      "quorate:vrrp:VrrpSyncGroup",
      name,
      { ...args, cluster: cluster.registered, groups: models.map((group) => group.name) },
      opts,
    );
    const members = models[0]?.members.map(({ node }) => node) ?? [];
    for (const node of members) {
      const after = groups.flatMap(({ releases }) => releases);
      const unit = syncGroup(own, models, cluster.model, cluster.node(node));
      const secrets = rawHoles(rawSecrets);
      const context = cluster.contextOf(node);
      new NodeUnit(`${name}-${node}`, { context, unit, secrets, after }, { parent: this });
    }
    this.registerOutputs({});
  }
}
