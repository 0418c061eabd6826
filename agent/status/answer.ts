import { type CorosyncAnswer, parseCorosync, type QdeviceClient, parseQnetd } from "./corosync";
import { parseServers, type ServerAnswer } from "./haproxy";

/** What a node tells of its state (agent/status/status.sh). */
export interface NodeAnswer {
  /** The node's addresses without prefix length. */
  readonly addresses: readonly string[];
  /** States of services as systemctl(1) is-active has them, by name. */
  readonly services: ReadonlyMap<string, string>;
  /** Its NIC watchdog keeps it out of service, for these interfaces are down; else none. */
  readonly cutOff: readonly string[];
  /** Undefined where quorate never was. */
  readonly quorate?: QuorateAnswer;
  /** MASTER, BACKUP, FAULT or INIT of each VRRP instance, where keepalived runs and no transaction asks it. */
  readonly vrrp: ReadonlyMap<string, string>;
  /** Undefined where corosync doesn't run. */
  readonly corosync?: CorosyncAnswer;
  /** What the node's qnetd serves; undefined where it has none. */
  readonly qnetd?: readonly QdeviceClient[];
  /** The servers of haproxy; undefined where it doesn't run. */
  readonly servers?: readonly ServerAnswer[];
}

export interface QuorateAnswer {
  /** A transaction is at work. */
  readonly busy: boolean;
  /** Units that are applied; a held one has been changed but keeps silent until it's released. */
  readonly units: ReadonlyMap<string, "in-service" | "held">;
  /** Phases of the transactions that have not ended, by unit (agent/program/transaction/journal.sh). */
  readonly journals: ReadonlyMap<string, string>;
}

/** Reads what the script prints. Throws on an answer that isn't whole. */
export function parseAnswer(text: string): NodeAnswer {
  const lines = text.split("\n");
  if (!lines.includes("end")) throw new Error("a node's answer was cut short");
  const part = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const pairs = (name: string): [string, string][] =>
    part(name).map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
  const servers = parseServers(part("haproxy"));
  const qnetd = part("qnetd");
  const corosync = parseCorosync(part);
  return {
    addresses: part("address"),
    services: new Map(pairs("service")),
    cutOff: part("cut-off").flatMap((line) => line.split(" ")),
    vrrp: new Map(pairs("vrrp")),
    ...(part("quorate").length > 0 ? { quorate: quorateOf(part, pairs) } : {}),
    ...(corosync ? { corosync } : {}),
    ...(qnetd.length > 0 ? { qnetd: parseQnetd(qnetd) } : {}),
    ...(servers ? { servers } : {}),
  };
}

function quorateOf(
  part: (name: string) => string[],
  pairs: (name: string) => [string, string][],
): QuorateAnswer {
  return {
    busy: part("quorate").includes("busy"),
    units: new Map(pairs("unit").map(([unit, state]) => [unit, state === "held" ? "held" : "in-service"])),
    journals: new Map(pairs("journal")),
  };
}
