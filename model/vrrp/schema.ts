import { z } from "zod";
import * as limits from "../limits";
import { checkSchema } from "./checkSchema";
import { authPass } from "../secretSchema";
import * as t from "../text";

/** Names of the other units on a node. */
const reserved = /^(keepalived|haproxy|sshd|node|sync-.*|corosync|qdevice|qnetd.*|nic-watchdog)$/;

/** A group's name names its vrrp_instance, its files and its unit. */
export const groupName = t
  .text(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, "lower-case letters, digits and hyphens, beginning with a letter")
  .refine((name) => !reserved.test(name), "the name is taken by a unit of quorate's own; write another name")
  .max(limits.groupNameLength, `must be at most ${String(limits.groupNameLength)} characters`);

const script = t.shorthand(
  "string",
  (input) => ({ script: input }),
  t.strict({
    /** Shell commands, or a whole script that begins with #!. */
    script: z
      .string("must be shell commands")
      .regex(/\S/, "is empty; leave the key out where nothing is to run"),
    /** The unprivileged script user unless said otherwise. */
    user: t.userName.optional(),
  }),
);

const notify = t.strict({
  master: script.optional(),
  backup: script.optional(),
  fault: script.optional(),
  stop: script.optional(),
});

const priorities = t.named(t.label, t.wholeNumber(limits.priority.min, limits.priority.max));

export const vrrpGroupSchema = t.strict(
  {
    /** May be left out where the cluster has one network. */
    network: t.label.optional(),
    virtualRouterId: t.wholeNumber(limits.virtualRouterId.min, limits.virtualRouterId.max),
    virtualIpaddress: t.listOf(t.cidr, "an address with its prefix length, such as 192.0.2.100/24"),
    /** 2 for IPv4 and 3 for IPv6 unless said. */
    version: z.literal([2, 3], "must be 2 or 3").optional(),
    /** Seconds. */
    advertInt: z.number("must be a number of seconds").default(1),
    /** Generated with 8 characters unless said; VRRP version 3 has none. */
    authPass: authPass.optional(),
    /** The members, the first to be MASTER first; priorities follow from it. */
    order: z.array(t.label, "must be a list of nodes, the first to be MASTER first").optional(),
    /** The members with a priority each, in place of `order`. */
    priority: priorities.optional(),
    track: z.array(checkSchema, "must be a list of checks").default([]),
    notify: notify.prefault({}),
    /** Adverts go to each member's address instead of the multicast group: for networks that carry no multicast. */
    unicast: t.flag.default(false),
    nopreempt: t.flag.default(false),
    /** Seconds that a node which came back waits before it takes the addresses. */
    preemptDelay: t.wholeNumber(limits.preemptDelay.min, limits.preemptDelay.max, " seconds").default(0),
    /** Groups of one name move together. */
    syncGroup: groupName.optional(),
  },
  {
    weight: "a weight stands at a check, under track",
    state: "who begins as MASTER follows from order",
    interface:
      "the interface is the network's, under cluster.networks, or the node's, under cluster.nodes.<node>.networks",
    authType: "PASS is the only type; write authPass",
    unicastPeer: "the peers are the members; write unicast: true",
    trackScript: "write track",
  },
);

export type VrrpGroupConfig = z.output<typeof vrrpGroupSchema>;
export type VrrpGroupInput = z.input<typeof vrrpGroupSchema>;
