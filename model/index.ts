export { ConfigurationError, type Finding, printFinding } from "./finding";
export {
  type ConfigurationInput,
  parseCluster,
  parseConfiguration,
  parseHa,
  parseLoadBalancer,
  parseNicWatchdog,
  parseQuorum,
  parseSyncGroup,
  parseVrrpGroup,
} from "./parse";
export type { Model } from "./model";
export type { Attachment, Bastion, Cluster, Host, Network, Node, Ssh } from "./cluster/cluster";
export type { OsFamily, Platform } from "./cluster/platforms";
export { addressesIn, allAddresses, corosyncCluster } from "./cluster/cluster";
export type { Corosync, CorosyncNode, Heuristics, NetQdevice } from "./quorum/corosync";
export type { NicWatchdogService } from "./fencing/nicWatchdog";
export { infeasible } from "./ha/feasibility";
export type { HaResource, HaRule, HighAvailability, NodeAffinity, ResourceAffinity } from "./ha/ha";
export type { AuthPass, Member, NotifyEvent, NotifyScript, SyncGroup, VrrpGroup } from "./vrrp/group";
export type { VirtualAddress } from "./vrrp/addressSchema";
export type { Check, CheckTarget, Track, TrackedFile, TrackedInterface } from "./vrrp/track";
export type { Backend, Server, ServerCheck, ServerTemplate } from "./haproxy/backend";
export type { Frontend, LoadBalancer, Resolvers, Stats } from "./haproxy/loadBalancer";
export type { Endpoint } from "./endpoint";
export { type ClusterInput, clusterSchema } from "./cluster/schema";
export { type FencingInput, fencingSchema, type NicWatchdogInput, nicWatchdogSchema } from "./fencing/schema";
export { type HaInput, haSchema } from "./ha/schema";
export { type QuorumInput, quorumSchema } from "./quorum/schema";
export { type LoadBalancerInput, loadBalancerSchema } from "./haproxy/schema";
export { type SyncGroupInput, type VrrpGroupInput, vrrpGroupSchema } from "./vrrp/schema";
export { statsPasswordProblem } from "./haproxy/rules/statsPasswordUnfit";
export { authPassProblem } from "./vrrp/rules/authPassUnfit";
export { rawLinesOf } from "./haproxy/loadBalancer";
export { rawSecretNames, rawSecretProblem } from "./raw/place";
export type { Rule } from "./rule";
