import { z } from "zod";
import * as limits from "../limits";
import * as t from "../text";

const serviceName = t.text(/^[A-Za-z0-9][A-Za-z0-9@_.:-]*$/, "a systemd service, such as corosync");

/** A service that takes its node out of the cluster when the node's network interface is down. */
export const nicWatchdogSchema = t.strict({
  /** Interfaces by name. The node counts as cut off when none of them is up. Write either this or `network`. */
  interface: t.listOf(t.interfaceName, "an interface").optional(),
  /** A network: the watchdog watches each node's own interface in it. */
  network: t.label.optional(),
  /** The nodes that run it. Default: all nodes. */
  nodes: t.listOf(t.label, "a node").optional(),
  /** Time between two looks at the interface. */
  interval: t.duration.default("5s"),
  /** Time from the boot to the first look. */
  startDelay: t.duration.default("120s"),
  /** Consecutive looks that find the interface down before it acts. */
  misses: t.wholeNumber(limits.watchdogMisses.min, limits.watchdogMisses.max).default(3),
  action: t.oneOf(["stop", "poweroff", "reboot"]).default("stop"),
  /** The services that the action `stop` stops, in this order. Default: keepalived, haproxy and corosync. */
  services: t.listOf(serviceName, "a systemd service").optional(),
  /** A cable between two nodes. Both ends see its loss, so only one node may have a watchdog. */
  directLink: t.flag.default(false),
});

export const fencingSchema = t.strict({ nicWatchdog: nicWatchdogSchema.optional() });

export type NicWatchdogConfig = z.output<typeof nicWatchdogSchema>;
export type NicWatchdogInput = z.input<typeof nicWatchdogSchema>;
export type FencingInput = z.input<typeof fencingSchema>;
