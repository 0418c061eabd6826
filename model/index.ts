export { ConfigurationError, type Finding, printFinding } from "./finding";
export {
  type ConfigurationInput,
  parseCluster,
  parseConfiguration,
  parseLoadBalancer,
  parseNicWatchdog,
  parseQuorum,
  parseVrrpGroup,
} from "./parse";
export type { Model } from "./model";
export type { Attachment, Bastion, Cluster, Host, Network, Node, OsFamily, Platform, Ssh } from "./cluster";
export { addressesIn, allAddresses } from "./cluster";
export type { Corosync, CorosyncNode, Heuristics, NetQdevice } from "./corosync";
export type { NicWatchdogService } from "./nicWatchdog";
export type { AuthPass, Member, NotifyEvent, NotifyScript, VrrpGroup } from "./vrrpGroup";
export type { Check, CheckTarget, TrackedInterface } from "./check";
export type { Backend, Frontend, LoadBalancer, Server, ServerCheck, Stats } from "./loadBalancer";
export type { Endpoint } from "./endpoint";
export { authPassProblem, statsPasswordProblem } from "./secret";
export { type ClusterInput, clusterSchema } from "./schema/cluster";
export { type FencingInput, fencingSchema, type NicWatchdogInput, nicWatchdogSchema } from "./schema/fencing";
export { type QuorumInput, quorumSchema } from "./schema/quorum";
export { type LoadBalancerInput, loadBalancerSchema } from "./schema/haproxy";
export { type VrrpGroupInput, vrrpGroupSchema } from "./schema/vrrp";
export { type ModelRule, type Rule, rules } from "./rules";
