export { ConfigurationError, type Finding, printFinding } from "./finding";
export {
  type ConfigurationInput,
  parseCluster,
  parseConfiguration,
  parseLoadBalancer,
  parseVrrpGroup,
} from "./parse";
export type { Model } from "./model";
export type { Attachment, Bastion, Cluster, Network, Node, OsFamily, Platform, Ssh } from "./cluster";
export { addressesIn, allAddresses } from "./cluster";
export type { AuthPass, Member, NotifyEvent, NotifyScript, VrrpGroup } from "./vrrpGroup";
export type { Check, CheckTarget, TrackedInterface } from "./check";
export type { Backend, Frontend, LoadBalancer, Server, ServerCheck, Stats } from "./loadBalancer";
export type { Endpoint } from "./endpoint";
export { authPassProblem, statsPasswordProblem } from "./secret";
export { type ClusterInput, clusterSchema } from "./schema/cluster";
export { type LoadBalancerInput, loadBalancerSchema } from "./schema/haproxy";
export { type VrrpGroupInput, vrrpGroupSchema } from "./schema/vrrp";
export { type ModelRule, type Rule, rules } from "./rules";
