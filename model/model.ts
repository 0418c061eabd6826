import type { Cluster } from "./cluster/cluster";
import type { Corosync } from "./quorum/corosync";
import type { HighAvailability } from "./ha/ha";
import type { LoadBalancer } from "./haproxy/loadBalancer";
import type { NicWatchdogService } from "./fencing/nicWatchdog";
import type { SyncGroup, VrrpGroup } from "./vrrp/group";

/** A whole configuration, resolved, valid and frozen. */
export interface Model {
  /** False if one part was parsed alone. VRRP groups and a load balancer may then exist outside this model. */
  readonly whole: boolean;
  readonly cluster: Cluster;
  readonly vrrpGroups: readonly VrrpGroup[];
  /** The sync groups with settings of their own; others are a name in their groups alone. */
  readonly syncGroups?: readonly SyncGroup[] | undefined;
  /** Every virtual address, canonical, without prefix length. Includes those of groups outside this model. */
  readonly virtualAddresses: readonly string[];
  readonly loadBalancer?: LoadBalancer | undefined;
  readonly quorum?: Corosync | undefined;
  readonly nicWatchdog?: NicWatchdogService | undefined;
  readonly ha?: HighAvailability | undefined;
}
