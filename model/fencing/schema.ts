import { z } from "zod";
import * as limits from "../limits";
import * as t from "../text";

const serviceName = t.text(/^[A-Za-z0-9][A-Za-z0-9@_.:-]*$/, "a systemd service, such as corosync");

/** A service that takes its node out of the cluster when the node's network interface is down. */
export const nicWatchdogSchema = t.strict({
  /** The interfaces themselves: the node is cut off when none of them is up; */
  interface: t.listOf(t.interfaceName, "an interface").optional(),
  /** or the node's own interface in this network. */
  network: t.label.optional(),
  /** All nodes unless said. */
  nodes: t.listOf(t.label, "a node").optional(),
  /** Between two looks. */
  interval: t.duration.default("5s"),
  /** After the boot, before the first look. */
  startDelay: t.duration.default("120s"),
  /** Looks in a row that find the interface down before it acts. */
  misses: t.wholeNumber(limits.watchdogMisses.min, limits.watchdogMisses.max).default(3),
  action: t.oneOf(["stop", "poweroff", "reboot"]).default("stop"),
  /** What `stop` stops, in this order; keepalived, haproxy and corosync unless said. */
  services: t.listOf(serviceName, "a systemd service").optional(),
  /** A cable from node to node: its loss shows on both ends, so that one node alone may have a watchdog. */
  directLink: t.flag.default(false),
});

export const fencingSchema = t.strict({ nicWatchdog: nicWatchdogSchema.optional() });

export type NicWatchdogConfig = z.output<typeof nicWatchdogSchema>;
export type NicWatchdogInput = z.input<typeof nicWatchdogSchema>;
export type FencingInput = z.input<typeof fencingSchema>;
