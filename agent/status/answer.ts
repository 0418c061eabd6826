import type { OwnedUnit } from "../unit";
import { type CorosyncAnswer, parseCorosync, type QdeviceClient, parseQnetd } from "./corosync";
import { type HaAnswer, parseHa } from "./ha";
import { parseServers, type ServerAnswer } from "./haproxy";

/** The state of one node (agent/status/status.sh). */
export interface NodeAnswer {
  /** The node's addresses without prefix lengths. */
  readonly addresses: readonly string[];
  /** States of services by name, in the words of systemctl(1), is-active. */
  readonly services: ReadonlyMap<string, string>;
  /** The interfaces that are down while the NIC watchdog keeps the node out of service; else empty. */
  readonly cutOff: readonly string[];
  /** Undefined on a node without quorate. */
  readonly quorate?: QuorateAnswer;
  /** Virtual addresses by VRRP instance, as units promise them. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** What `pulumi up` will repair: services that the next boot doesn't start, missing packages. */
  readonly drift: readonly string[];
  /** Changes that quorate doesn't own, each with the command that undoes it. */
  readonly foreign: readonly string[];
  /** MASTER, BACKUP, FAULT or INIT by VRRP instance; empty if keepalived doesn't run or a transaction asks it. */
  readonly vrrp: ReadonlyMap<string, string>;
  /** keepalived's word on each of its checks: GOOD, BAD, INIT. */
  readonly checks: ReadonlyMap<string, string>;
  /** Undefined while corosync doesn't run. */
  readonly corosync?: CorosyncAnswer;
  /** Undefined without a guest under Proxmox's HA. */
  readonly ha?: HaAnswer;
  /** The nodes that this node's qnetd serves; undefined without a qnetd. */
  readonly qnetd?: readonly QdeviceClient[];
  /** The servers of haproxy; undefined while it doesn't run. */
  readonly servers?: readonly ServerAnswer[];
}

export interface QuorateAnswer {
  /** The operator of the transaction that runs, and its begin: "root@192.0.2.1 2026-11-30 20:15:03 UTC". */
  readonly busy?: string;
  /** The units with their owners; a shared unit once for each. */
  readonly owned: readonly OwnedUnit[];
  /** Applied units by name. A held unit has the change, but stays silent until its release. */
  readonly units: ReadonlyMap<string, "in-service" | "held">;
  /** Phases of unfinished transactions by unit (agent/program/transaction/journal.sh). */
  readonly journals: ReadonlyMap<string, string>;
}

/**
 * Reads the output of the script.
 * @throws Error on a truncated answer
 */
export function parseAnswer(text: string): NodeAnswer {
  const lines = text.split("\n");
  if (!lines.includes("end"))
    throw new Error("the node's answer was cut short, so its state is unknown; run the command again");
  const part = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const pairs = (name: string): [string, string][] =>
    part(name).map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
  const servers = parseServers(part("haproxy"));
  const qnetd = part("qnetd");
  const corosync = parseCorosync(part);
  const ha = parseHa(part("ha"));
  return {
    addresses: part("address"),
    groups: new Map(pairs("group").map(([group, held]) => [group, held.split(" ")])),
    drift: part("drift").map((line) => line.replace(/^\S+ (\S+) /, "$1 is ")),
    foreign: part("foreign"),
    services: new Map(pairs("service")),
    cutOff: part("cut-off").flatMap((line) => line.split(" ")),
    vrrp: new Map(pairs("vrrp")),
    checks: new Map(pairs("vrrp-check")),
    ...(part("quorate").length > 0 ? { quorate: quorateOf(part, pairs) } : {}),
    ...(corosync ? { corosync } : {}),
    ...(ha ? { ha } : {}),
    ...(qnetd.length > 0 ? { qnetd: parseQnetd(qnetd) } : {}),
    ...(servers ? { servers } : {}),
  };
}

function quorateOf(
  part: (name: string) => string[],
  pairs: (name: string) => [string, string][],
): QuorateAnswer {
  const [busy] = part("busy");
  return {
    ...(busy === undefined ? {} : { busy }),
    owned: pairs("owner").map(([unit, owner]) => ({ unit, owner })),
    units: new Map(pairs("unit").map(([unit, state]) => [unit, state === "held" ? "held" : "in-service"])),
    journals: new Map(pairs("journal")),
  };
}
