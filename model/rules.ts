import { commandExitCode } from "./command/rules/exitCode";
import { commandHostKey } from "./command/rules/hostKey";
import { commandLogging } from "./command/rules/logging";
import { commandSecrets } from "./command/rules/secrets";
import { haproxyBackendExists } from "./haproxy/rules/backendExists";
import { haproxyBindAddress } from "./haproxy/rules/bindAddress";
import { haproxyBindUnique } from "./haproxy/rules/bindUnique";
import { haproxyFollowsVip } from "./haproxy/rules/followsVip";
import { haproxyModeMatches } from "./haproxy/rules/modeMatches";
import { haproxyNonlocalBind } from "./haproxy/rules/nonlocalBind";
import { haproxyServerChecked } from "./haproxy/rules/serverChecked";
import { haproxyStatsPassword } from "./haproxy/rules/statsPassword";
import { haproxyTimeouts } from "./haproxy/rules/timeouts";
import { haproxyTlsMinimum } from "./haproxy/rules/tlsMinimum";
import { vrrpNotifyStopsCheckedService } from "./vrrp/rules/notifyStopsCheckedService";
import { quorumEvenNodes } from "./quorum/rules/evenNodes";
import { quorumExpectedVotes } from "./quorum/rules/expectedVotes";
import { quorumHaResources } from "./quorum/rules/haResources";
import { quorumLinks } from "./quorum/rules/links";
import { quorumNicWatchdog } from "./quorum/rules/nicWatchdog";
import { quorumQdeviceHost } from "./quorum/rules/qdeviceHost";
import { quorumQdeviceVotes } from "./quorum/rules/qdeviceVotes";
import { quorumTwoNodeFlag } from "./quorum/rules/twoNodeFlag";
import { quorumTwoNodes } from "./quorum/rules/twoNodes";
import { vrrpAddressFamily } from "./vrrp/rules/addressFamily";
import { vrrpAdvertInterval } from "./vrrp/rules/advertInterval";
import { vrrpAdvertIntervalSame } from "./vrrp/rules/advertIntervalSame";
import { vrrpAuthPassDifferent } from "./vrrp/rules/authPassDifferent";
import { vrrpAuthPassLength } from "./vrrp/rules/authPassLength";
import { vrrpAuthPassPrintable } from "./vrrp/rules/authPassPrintable";
import { vrrpAuthPassPublished } from "./vrrp/rules/authPassPublished";
import { vrrpAuthPassSame } from "./vrrp/rules/authPassSame";
import { vrrpAuthPassSecret } from "./vrrp/rules/authPassSecret";
import { vrrpCheckCommand } from "./vrrp/rules/checkCommand";
import { vrrpCheckUnique } from "./vrrp/rules/checkUnique";
import { vrrpFailoverPossible } from "./vrrp/rules/failoverPossible";
import { vrrpFirewall } from "./vrrp/rules/firewall";
import { vrrpKeywordIgnored } from "./vrrp/rules/keywordIgnored";
import { vrrpNopreemptWeight } from "./vrrp/rules/nopreemptWeight";
import { vrrpNumberRange } from "./vrrp/rules/numberRange";
import { vrrpPreemption } from "./vrrp/rules/preemption";
import { vrrpPriorityUnique } from "./vrrp/rules/priorityUnique";
import { vrrpScriptUser } from "./vrrp/rules/scriptUser";
import { vrrpSyncGroup } from "./vrrp/rules/syncGroup";
import { vrrpTrackedInterface } from "./vrrp/rules/trackedInterface";
import { vrrpTwoMembers } from "./vrrp/rules/twoMembers";
import { vrrpUnicastAddress } from "./vrrp/rules/unicastAddress";
import { vrrpUnicastPeers } from "./vrrp/rules/unicastPeers";
import { vrrpV3Authentication } from "./vrrp/rules/v3Authentication";
import { vrrpVipInSubnet } from "./vrrp/rules/vipInSubnet";
import { vrrpVipSame } from "./vrrp/rules/vipSame";
import { vrrpVipUnique } from "./vrrp/rules/vipUnique";
import { vrrpVridUnique } from "./vrrp/rules/vridUnique";
import { type ModelRule, onModel } from "./rule";

/**
 * Every rule that a configuration can break, in the order of the findings. Of the quorum rules it has those that
 * corosync depends on. Policies judge merely unwise configurations. corosyncFindings judges a qdevice's host, with its
 * path.
 */
export const rules: readonly ModelRule[] = [
  onModel(vrrpVridUnique),
  onModel(vrrpAuthPassLength),
  onModel(vrrpV3Authentication),
  onModel(vrrpAddressFamily),
  onModel(vrrpAdvertInterval),
  onModel(vrrpPreemption),
  onModel(vrrpPriorityUnique),
  onModel(vrrpCheckUnique),
  onModel(vrrpNopreemptWeight),
  onModel(vrrpFailoverPossible),
  onModel(vrrpTrackedInterface),
  onModel(vrrpNotifyStopsCheckedService),
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
  vrrpNotifyStopsCheckedService,
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
  vrrpV3Authentication,
  vrrpVipInSubnet,
  vrrpVipSame,
  vrrpVipUnique,
  vrrpVridUnique,
};
export type { ModelRule, Rule } from "./rule";
