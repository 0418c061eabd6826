export { ProxmoxCluster, type ProxmoxClusterArgs } from "./cluster";
export { LoadBalancer, type LoadBalancerArgs } from "./loadBalancer";
export { Unit } from "./nodeUnit";
export { ProxmoxQuorum } from "./proxmoxQuorum";
export { QDevice, type QDeviceArgs } from "./qdevice";
export { Qnetd, type QnetdArgs } from "./qnetd";
export { Quorum, type QuorumArgs } from "./quorum";
export { VrrpGroup, type VrrpGroupArgs } from "./vrrpGroup";
export { VrrpSyncGroup, type VrrpSyncGroupArgs } from "./vrrpSyncGroup";
