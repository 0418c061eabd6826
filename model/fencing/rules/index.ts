export { fencingInterfaceUnclear } from "./interfaceUnclear";
export { fencingNodeUnknown } from "./nodeUnknown";
export { fencingOptionIgnored } from "./optionIgnored";
export { fencingTime } from "./time";
