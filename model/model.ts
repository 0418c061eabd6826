import type { Cluster } from "./cluster";
import type { LoadBalancer } from "./loadBalancer";
import type { VrrpGroup } from "./vrrpGroup";

/** A whole configuration, resolved, valid and frozen. */
export interface Model {
  readonly cluster: Cluster;
  readonly vrrpGroups: readonly VrrpGroup[];
  /** Every address that VRRP moves, canonical, without prefix length; also of groups that are declared elsewhere. */
  readonly virtualAddresses: readonly string[];
  readonly loadBalancer?: LoadBalancer | undefined;
}
