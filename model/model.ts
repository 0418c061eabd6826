import type { Cluster } from "./cluster/cluster";
import type { Corosync } from "./quorum/corosync";
import type { LoadBalancer } from "./haproxy/loadBalancer";
import type { NicWatchdogService } from "./fencing/nicWatchdog";
import type { VrrpGroup } from "./vrrp/group";

/** A whole configuration, resolved, valid and frozen. */
export interface Model {
  /** False where a part was parsed alone: there may be groups and a load balancer that aren't seen here. */
  readonly whole: boolean;
  readonly cluster: Cluster;
  readonly vrrpGroups: readonly VrrpGroup[];
  /** Every address that VRRP moves, canonical, without prefix length; also of groups that are declared elsewhere. */
  readonly virtualAddresses: readonly string[];
  readonly loadBalancer?: LoadBalancer | undefined;
  readonly quorum?: Corosync | undefined;
  readonly nicWatchdog?: NicWatchdogService | undefined;
}
