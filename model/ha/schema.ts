import { z } from "zod";
import * as limits from "../limits";
import * as t from "../text";

/** The name of a guest in Proxmox's HA manager. */
const sid = t.text(/^(vm|ct):[1-9]\d{2,8}$/, "vm: or ct: and the guest's number from 100 on, such as vm:100");

/** The common part of the names that PVE::HA::Rules and the provider take. */
const ruleName = t.text(
  /^[A-Za-z][A-Za-z0-9_-]*[A-Za-z0-9]$/,
  "two or more letters, digits, _ and -, with a letter first and no sign last",
);

/** PVE::HA::Resources and PVE::HA::Rules: one line of at most 4096 characters; the provider refuses blanks around. */
const comment = t
  .text(/^\S([^\r\n]*\S)?$/, "one line without blanks around it")
  .max(limits.haComment, `must be at most ${String(limits.haComment)} characters`);

/** Nodes with their priorities; the HA manager takes the highest one that is online. */
const priorities = t
  .named(t.label, t.wholeNumber(limits.haPriority.min, limits.haPriority.max))
  .refine((nodes) => Object.keys(nodes).length > 0, "must name at least one node");

const retries = t.wholeNumber(limits.haRetries.min, limits.haRetries.max);

const resource = t.strict(
  {
    state: t.oneOf(["started", "stopped", "disabled", "ignored"]).default("started"),
    /** max_restart: how often a failed guest starts again on its node. */
    maxRestart: retries.default(1),
    /** max_relocate: how often it then tries another node. */
    maxRelocate: retries.default(1),
    /** Back to the node of the highest priority as soon as that is online. */
    failback: t.flag.default(true),
    /** A node affinity rule for this guest alone. */
    prefer: priorities.optional(),
    /** Never on another node than those of `prefer`. */
    strict: t.flag.default(false),
    comment: comment.optional(),
  },
  {
    group: "write prefer; on Proxmox VE 8 quorate makes a group of it",
    type: "the name says it: vm:100 or ct:100",
    nodes: "write prefer",
  },
);

const rule = t.strict(
  {
    resources: t.listOf(sid, "a guest such as vm:100"),
    /** Of a node affinity rule: the nodes with their priorities. */
    nodes: priorities.optional(),
    /** Of a node affinity rule: never on another node. */
    strict: t.flag.default(false),
    /** Of a resource affinity rule: on one node, or each on a node of its own. */
    affinity: t.oneOf(["positive", "negative"]).optional(),
    comment: comment.optional(),
  },
  {
    disable: "leave the rule out: the provider can't enable a disabled rule again",
    prefer: "write nodes",
    type: "the rule has nodes or affinity, which says it",
  },
);

/** Proxmox's HA manager: its guests, and the rules on their nodes. */
export const haSchema = t.strict({
  /** The API's address. Default: port 8006 of the first node that answers. */
  endpoint: t
    .text(/^https:\/\/[^/\s]+$/, "https:// with a host and a port, such as https://192.0.2.11:8006")
    .optional(),
  resources: t
    .named(sid, resource)
    .refine((resources) => Object.keys(resources).length > 0, "must name at least one guest"),
  rules: t.named(ruleName, rule).prefault({}),
});

export type HaConfig = z.output<typeof haSchema>;
export type HaInput = z.input<typeof haSchema>;
