export { clusterAddressDuplicate } from "./addressDuplicate";
export { clusterAddressOutsideSubnet } from "./addressOutsideSubnet";
export { clusterCorosyncKeyVoid } from "./corosyncKeyVoid";
export { clusterGlobalDefsVoid } from "./globalDefsVoid";
export { clusterHostKeyMissing } from "./hostKeyMissing";
export { clusterNameDuplicate } from "./nameDuplicate";
export { clusterNetworkUnknown } from "./networkUnknown";
export { clusterNodeCount } from "./nodeCount";
