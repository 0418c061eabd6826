export { proxmoxClusterName } from "./clusterName";
export { proxmoxConfWords } from "./confWords";
export { proxmoxQdeviceOdd } from "./qdeviceOdd";
export { proxmoxWitnessAccess } from "./witnessAccess";
