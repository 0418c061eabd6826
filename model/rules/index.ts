import { commandExitCode } from "./commandExitCode";
import { commandHostKey } from "./commandHostKey";
import { commandLogging } from "./commandLogging";
import { commandSecrets } from "./commandSecrets";
import { haproxyBackendExists } from "./haproxyBackendExists";
import { haproxyBindAddress } from "./haproxyBindAddress";
import { haproxyBindUnique } from "./haproxyBindUnique";
import { haproxyFollowsVip } from "./haproxyFollowsVip";
import { haproxyModeMatches } from "./haproxyModeMatches";
import { haproxyNonlocalBind } from "./haproxyNonlocalBind";
import { haproxyServerChecked } from "./haproxyServerChecked";
import { haproxyStatsPassword } from "./haproxyStatsPassword";
import { haproxyTimeouts } from "./haproxyTimeouts";
import { haproxyTlsMinimum } from "./haproxyTlsMinimum";
import { notifyStopsCheckedService } from "./notifyStopsCheckedService";
import { quorumEvenNodes } from "./quorumEvenNodes";
import { quorumExpectedVotes } from "./quorumExpectedVotes";
import { quorumHaResources } from "./quorumHaResources";
import { quorumLinks } from "./quorumLinks";
import { quorumNicWatchdog } from "./quorumNicWatchdog";
import { quorumQdeviceHost } from "./quorumQdeviceHost";
import { quorumQdeviceVotes } from "./quorumQdeviceVotes";
import { quorumTwoNodeFlag } from "./quorumTwoNodeFlag";
import { quorumTwoNodes } from "./quorumTwoNodes";
import { vrrpAddressFamily } from "./vrrpAddressFamily";
import { vrrpAdvertInterval } from "./vrrpAdvertInterval";
import { vrrpAdvertIntervalSame } from "./vrrpAdvertIntervalSame";
import { vrrpAuthPassDifferent } from "./vrrpAuthPassDifferent";
import { vrrpAuthPassLength } from "./vrrpAuthPassLength";
import { vrrpAuthPassPrintable } from "./vrrpAuthPassPrintable";
import { vrrpAuthPassPublished } from "./vrrpAuthPassPublished";
import { vrrpAuthPassSame } from "./vrrpAuthPassSame";
import { vrrpAuthPassSecret } from "./vrrpAuthPassSecret";
import { vrrpCheckCommand } from "./vrrpCheckCommand";
import { vrrpCheckUnique } from "./vrrpCheckUnique";
import { vrrpFailoverPossible } from "./vrrpFailoverPossible";
import { vrrpFirewall } from "./vrrpFirewall";
import { vrrpKeywordIgnored } from "./vrrpKeywordIgnored";
import { vrrpNopreemptWeight } from "./vrrpNopreemptWeight";
import { vrrpNumberRange } from "./vrrpNumberRange";
import { vrrpPreemption } from "./vrrpPreemption";
import { vrrpPriorityUnique } from "./vrrpPriorityUnique";
import { vrrpScriptUser } from "./vrrpScriptUser";
import { vrrpSyncGroup } from "./vrrpSyncGroup";
import { vrrpTrackedInterface } from "./vrrpTrackedInterface";
import { vrrpTwoMembers } from "./vrrpTwoMembers";
import { vrrpUnicastAddress } from "./vrrpUnicastAddress";
import { vrrpUnicastPeers } from "./vrrpUnicastPeers";
import { vrrpVersion3Authentication } from "./vrrpVersion3Authentication";
import { vrrpVipInSubnet } from "./vrrpVipInSubnet";
import { vrrpVipSame } from "./vrrpVipSame";
import { vrrpVipUnique } from "./vrrpVipUnique";
import { vrrpVridUnique } from "./vrrpVridUnique";
import { type ModelRule, onModel } from "./rule";

/**
 * Every rule that a configuration can break, in the order in which its findings are told. Of the quorum rules those
 * are here without which corosync doesn't do what's written; what is only unwise is a policy's matter. A qdevice's
 * host is judged by corosyncFindings, with its path.
 */
export const rules: readonly ModelRule[] = [
  onModel(vrrpVridUnique),
  onModel(vrrpAuthPassLength),
  onModel(vrrpVersion3Authentication),
  onModel(vrrpAddressFamily),
  onModel(vrrpAdvertInterval),
  onModel(vrrpPreemption),
  onModel(vrrpPriorityUnique),
  onModel(vrrpCheckUnique),
  onModel(vrrpNopreemptWeight),
  onModel(vrrpFailoverPossible),
  onModel(vrrpTrackedInterface),
  onModel(notifyStopsCheckedService),
  onModel(vrrpSyncGroup),
  onModel(vrrpUnicastAddress),
  onModel(vrrpVipUnique),
  onModel(vrrpVipInSubnet),
  onModel(haproxyBackendExists),
  onModel(haproxyModeMatches),
  onModel(haproxyServerChecked),
  onModel(haproxyBindAddress),
  onModel(haproxyBindUnique),
  onModel(haproxyFollowsVip),
  onModel(haproxyStatsPassword),
  onModel(quorumTwoNodeFlag),
];

export {
  commandExitCode,
  commandHostKey,
  commandLogging,
  commandSecrets,
  haproxyBackendExists,
  haproxyBindAddress,
  haproxyBindUnique,
  haproxyFollowsVip,
  haproxyModeMatches,
  haproxyNonlocalBind,
  haproxyServerChecked,
  haproxyStatsPassword,
  haproxyTimeouts,
  haproxyTlsMinimum,
  notifyStopsCheckedService,
  quorumEvenNodes,
  quorumExpectedVotes,
  quorumHaResources,
  quorumLinks,
  quorumNicWatchdog,
  quorumQdeviceHost,
  quorumQdeviceVotes,
  quorumTwoNodeFlag,
  quorumTwoNodes,
  vrrpAddressFamily,
  vrrpAdvertInterval,
  vrrpAdvertIntervalSame,
  vrrpAuthPassDifferent,
  vrrpAuthPassLength,
  vrrpAuthPassPrintable,
  vrrpAuthPassPublished,
  vrrpAuthPassSame,
  vrrpAuthPassSecret,
  vrrpCheckCommand,
  vrrpCheckUnique,
  vrrpFailoverPossible,
  vrrpFirewall,
  vrrpKeywordIgnored,
  vrrpNopreemptWeight,
  vrrpNumberRange,
  vrrpPreemption,
  vrrpPriorityUnique,
  vrrpScriptUser,
  vrrpSyncGroup,
  vrrpTrackedInterface,
  vrrpTwoMembers,
  vrrpUnicastAddress,
  vrrpUnicastPeers,
  vrrpVersion3Authentication,
  vrrpVipInSubnet,
  vrrpVipSame,
  vrrpVipUnique,
  vrrpVridUnique,
};
export type { ModelRule, Rule } from "./rule";
