import { haproxyBackendExists } from "./haproxyBackendExists";
import { haproxyBindAddress } from "./haproxyBindAddress";
import { haproxyBindUnique } from "./haproxyBindUnique";
import { haproxyFollowsVip } from "./haproxyFollowsVip";
import { haproxyModeMatches } from "./haproxyModeMatches";
import { haproxyServerChecked } from "./haproxyServerChecked";
import { notifyStopsCheckedService } from "./notifyStopsCheckedService";
import { vrrpAddressFamily } from "./vrrpAddressFamily";
import { vrrpAdvertInterval } from "./vrrpAdvertInterval";
import { vrrpAuthPassLength } from "./vrrpAuthPassLength";
import { vrrpCheckUnique } from "./vrrpCheckUnique";
import { vrrpFailoverPossible } from "./vrrpFailoverPossible";
import { vrrpPreemption } from "./vrrpPreemption";
import { vrrpPriorityUnique } from "./vrrpPriorityUnique";
import { vrrpSyncGroup } from "./vrrpSyncGroup";
import { vrrpTrackedInterface } from "./vrrpTrackedInterface";
import { vrrpUnicastPeers } from "./vrrpUnicastPeers";
import { vrrpVersion3Authentication } from "./vrrpVersion3Authentication";
import { vrrpVipInSubnet } from "./vrrpVipInSubnet";
import { vrrpVipUnique } from "./vrrpVipUnique";
import { vrrpVridUnique } from "./vrrpVridUnique";
import { type ModelRule, onModel } from "./rule";

/** Every rule, in the order in which its findings are told. */
export const rules: readonly ModelRule[] = [
  onModel(vrrpVridUnique),
  onModel(vrrpAuthPassLength),
  onModel(vrrpVersion3Authentication),
  onModel(vrrpAddressFamily),
  onModel(vrrpAdvertInterval),
  onModel(vrrpPreemption),
  onModel(vrrpPriorityUnique),
  onModel(vrrpCheckUnique),
  onModel(vrrpFailoverPossible),
  onModel(vrrpTrackedInterface),
  onModel(notifyStopsCheckedService),
  onModel(vrrpSyncGroup),
  onModel(vrrpUnicastPeers),
  onModel(vrrpVipUnique),
  onModel(vrrpVipInSubnet),
  onModel(haproxyBackendExists),
  onModel(haproxyModeMatches),
  onModel(haproxyServerChecked),
  onModel(haproxyBindAddress),
  onModel(haproxyBindUnique),
  onModel(haproxyFollowsVip),
];

export {
  haproxyBackendExists,
  haproxyBindAddress,
  haproxyBindUnique,
  haproxyFollowsVip,
  haproxyModeMatches,
  haproxyServerChecked,
  notifyStopsCheckedService,
  vrrpAddressFamily,
  vrrpAdvertInterval,
  vrrpAuthPassLength,
  vrrpCheckUnique,
  vrrpFailoverPossible,
  vrrpPreemption,
  vrrpPriorityUnique,
  vrrpSyncGroup,
  vrrpTrackedInterface,
  vrrpUnicastPeers,
  vrrpVersion3Authentication,
  vrrpVipInSubnet,
  vrrpVipUnique,
  vrrpVridUnique,
};
export type { ModelRule, Rule } from "./rule";
