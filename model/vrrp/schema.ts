import { z } from "zod";
import * as limits from "../limits";
import { virtualAddresses } from "./addressSchema";
import { garpKeys } from "./garp";
import { vrrpInstance, vrrpSyncGroup } from "../raw/keepalived";
import { rawLines } from "../raw/schema";
import { trackSchema } from "./trackSchema";
import { authPass } from "../secretSchema";
import * as t from "../text";

/** Names of a node's other units. */
const reserved = /^(keepalived|haproxy|sshd|node|sync-.*|corosync|qdevice|qnetd.*|nic-watchdog)$/;

/** A group's name is also the name of its vrrp_instance, files and unit. */
export const groupName = t
  .text(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, "lower-case letters, digits and hyphens, beginning with a letter")
  .refine((name) => !reserved.test(name), "is the name of another unit of quorate; write another name")
  .max(limits.groupNameLength, `must be at most ${String(limits.groupNameLength)} characters`);

const script = t.shorthand(
  "string",
  (input) => ({ script: input }),
  t.strict({
    script: t.scriptText,
    /** Default: the unprivileged script user. */
    user: t.userName.optional(),
  }),
);

/** keepalived runs these for a group, and for a sync group. */
const changes = {
  master: script.optional(),
  backup: script.optional(),
  fault: script.optional(),
  stop: script.optional(),
  /** Each change, with keepalived's arguments: INSTANCE or GROUP, the name, the state, the priority. */
  all: script.optional(),
};

const notify = t.shorthand(
  "string",
  (input) => ({ all: input }),
  t.strict({
    ...changes,
    /** A MASTER hears an advert of lower priority: another node took a floating address meanwhile. */
    masterRxLowerPri: script.optional(),
  }),
);

/** A line within a block of keepalived.conf. */
const line = t.text(
  /^[^\s{}"'#!$@~][^{}"'#!$\n\r]*$/,
  "one line in keepalived's words, without braces and quotes",
);

const rule = line.regex(
  / (preference|pref|order|priority|prio) \d+( |$)/,
  "has no preference, and keepalived would choose one that you hardly mean; write preference 1000, for example",
);

const priorities = t.named(t.label, t.wholeNumber(limits.priority.min, limits.priority.max));

export const vrrpGroupSchema = t.strict(
  {
    /** Default: the cluster's only network. */
    network: t.label.optional(),
    virtualRouterId: t.wholeNumber(limits.virtualRouterId.min, limits.virtualRouterId.max),
    virtualIpaddress: virtualAddresses,
    /** Routes and rules that come and go with the addresses, in the words of ip-route(8) and ip-rule(8). */
    virtualRoutes: z.array(line, "must be a list of routes").optional(),
    virtualRules: z.array(rule, "must be a list of rules").optional(),
    /** Default: 2 for IPv4, 3 for IPv6. */
    version: z.literal([2, 3], "must be 2 or 3").optional(),
    /** Seconds. */
    advertInt: z.number("must be a number of seconds").default(1),
    /** Default: generated with 8 characters. VRRP version 3 has no password. */
    authPass: authPass.optional(),
    /** The members in order: the first becomes MASTER. Priorities follow from the order. */
    order: z.array(t.label, "must be a list of nodes, the first to be MASTER first").optional(),
    /** The members with a priority each, instead of `order`. */
    priority: priorities.optional(),
    track: z.array(trackSchema, "must be a list of checks").default([]),
    notify: notify.prefault({}),
    /** Sends adverts to each member's address instead of the multicast group, for networks that carry no multicast. */
    unicast: t.flag.default(false),
    nopreempt: t.flag.default(false),
    /** Seconds that a returned node waits before it takes the addresses. */
    preemptDelay: t.wholeNumber(limits.preemptDelay.min, limits.preemptDelay.max, " seconds").default(0),
    ...garpKeys,
    /** Gives the addresses the virtual MAC of the VRID, on an interface that keepalived makes. */
    useVmac: t.flag.default(false),
    /** Default: vrrp.<VRID>; vrrp6.<VRID> for IPv6. */
    vmacInterface: t.interfaceName.optional(),
    /** Sends the adverts from the group's interface. Always so with unicast. */
    vmacXmitBase: t.flag.default(false),
    /** Name of the sync group. Its groups move together. */
    syncGroup: groupName.optional(),
    /** Lines at the end of the vrrp_instance. */
    raw: rawLines(vrrpInstance).prefault([]),
  },
  {
    weight: "write weight at a check, under track",
    preempt: "a node takes its addresses back by default; write nopreempt: true if it must not",
    fall: "write fall at a check, under track",
    rise: "write rise at a check, under track",
    timeout: "write timeout at a check, under track",
    state: "the first node of order begins as MASTER",
    interface:
      "the interface is the network's, under cluster.networks, or the node's, under cluster.nodes.<node>.networks",
    authType: "PASS is the only type; write authPass",
    unicastPeer: "the members are the peers; write unicast: true",
    trackScript: "write track: [{script: ...}]",
    vrrpScript: "write track: [{script: ...}]",
    trackFile: "write track: [{file: ...}]",
  },
);

/** A sync group, beside the groups that name it. */
export const syncGroupSchema = t.strict(
  {
    notify: t.shorthand("string", (input) => ({ all: input }), t.strict(changes)).prefault({}),
    /** Lines at the end of the vrrp_sync_group. */
    raw: rawLines(vrrpSyncGroup).prefault([]),
  },
  { groups: "write syncGroup at each of its groups", group: "write syncGroup at each of its groups" },
);

export type SyncGroupConfig = z.output<typeof syncGroupSchema>;
export type SyncGroupInput = z.input<typeof syncGroupSchema>;
export type VrrpGroupConfig = z.output<typeof vrrpGroupSchema>;
export type VrrpGroupInput = z.input<typeof vrrpGroupSchema>;

/** A group after its schema, before quorate resolves it. */
export interface WrittenGroup extends VrrpGroupConfig {
  readonly name: string;
  /** Whether the nodes have a corosync, by this stack or by Proxmox VE. True for a group without its stack. */
  readonly corosync: boolean;
}
