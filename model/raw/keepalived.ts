import type { RawPlace } from "./place";

/**
 * One line of keepalived.conf(5) in the part of its grammar that every version reads alike. It has words, quoted ones
 * without escapes, and `{` at its end; or `}` alone.
 */
function lineProblem(line: string): string | undefined {
  if (line === "}") return undefined;
  if (/^(@|\$|~|include[rmwba]?\b)/.test(line))
    return "is an instruction to keepalived's reader, and quorate couldn't know its lines; write the lines themselves";
  const read = /^(?:"[^"{}#!$\\]*"|[^\s"'{}#!$\\]+)(?:\s+(?:"[^"{}#!$\\]*"|[^\s"'{}#!$\\]+))*(?:\s+\{)?$/;
  if (!read.test(line))
    return "isn't one line as keepalived reads it; write words, quotes in pairs, { at the end of a line, } alone, and no comment, $ or backslash";
  return line.length > 900
    ? "is longer than the 900 characters that keepalived's reader surely takes"
    : undefined;
}

const form = { lineProblem, blocks: true, once: true };
const leaveOut = "leave it out";
const strict =
  "leave it out, because strict mode drops what clients send to the virtual addresses (vrrp-strict-mode)";
const garp = Object.fromEntries(
  ["delay", "repeat", "refresh", "refresh_repeat"].map((word) => [
    `garp_master_${word}`,
    `write garpMaster${word.replace(/(?:^|_)./g, (start) => start.replace("_", "").toUpperCase())}`,
  ]),
);
const notify = Object.fromEntries(
  ["notify", "notify_master", "notify_backup", "notify_fault", "notify_stop"].map((word) => [
    word,
    "write notify",
  ]),
);

/** Blocks of keepalived.conf's top level, which no other block holds. */
const topLevel = Object.fromEntries(
  ["global_defs", "vrrp_instance", "vrrp_sync_group", "vrrp_script", "virtual_server"].map((word) => [
    word,
    "leave it out, because this block can't hold it",
  ]),
);

export const globalDefs: RawPlace = {
  ...form,
  instead: {
    ...topLevel,
    router_id: "it is the node's name; leave it out",
    enable_script_security: leaveOut,
    script_user: "write scriptUser",
    vrrp_strict: strict,
    vrrp_version: "write version at each group",
    vrrp_notify_fifo: "write notifyFifo",
    vrrp_notify_fifo_script: "write notifyFifo: {path: ..., script: ...}",
    notify_fifo: "write notifyFifo",
    notify_fifo_script: "write notifyFifo: {path: ..., script: ...}",
    vrrp_garp_master_delay: "write garpMasterDelay at each group",
    vrrp_garp_master_repeat: "write garpMasterRepeat at each group",
    vrrp_garp_master_refresh: "write garpMasterRefresh at each group",
    vrrp_garp_master_refresh_repeat: "write garpMasterRefreshRepeat at each group",
  },
};

export const vrrpInstance: RawPlace = {
  ...form,
  instead: {
    ...topLevel,
    ...garp,
    ...notify,
    notify_master_rx_lower_pri: "write notify: {masterRxLowerPri: ...}",
    garp_lower_prio_delay: "write garpLowerPrioDelay",
    garp_lower_prio_repeat: "write garpLowerPrioRepeat",
    state: "the first node of order begins as MASTER; leave it out",
    interface: "write the network's interface, under cluster.networks",
    virtual_router_id: "write virtualRouterId",
    priority: "write order or priority",
    version: "write version",
    advert_int: "write advertInt",
    nopreempt: "write nopreempt: true",
    preempt: "it is the default; leave it out",
    preempt_delay: "write preemptDelay",
    authentication: "write authPass",
    auth_type: "write authPass",
    auth_pass: "write authPass",
    unicast_src_ip: "write unicast: true",
    unicast_peer: "write unicast: true",
    use_vmac: "write useVmac: true",
    vmac_xmit_base: "write vmacXmitBase: true",
    virtual_ipaddress: "write virtualIpaddress",
    virtual_routes: "write virtualRoutes",
    virtual_rules: "write virtualRules",
    track_script: "write track: [{script: ...}]",
    track_file: "write track: [{file: ...}]",
    track_interface: "write track: [{interface: ...}]",
    track_process: "write track: [{process: ...}]",
    strict_mode: strict,
  },
};

export const vrrpSyncGroup: RawPlace = {
  ...form,
  instead: { ...topLevel, ...notify, group: "write syncGroup at each of its groups" },
};
