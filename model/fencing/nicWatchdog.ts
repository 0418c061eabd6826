import { type Cluster, names } from "../cluster/cluster";
import { type Finding, printPath } from "../finding";
import * as limits from "../limits";
import type { NicWatchdog } from "../quorum/quorum";
import type { NicWatchdogConfig } from "./schema";

/** The resolved NIC watchdog of a cluster's nodes. */
export interface NicWatchdogService extends NicWatchdog {
  /** The interfaces that it watches, by node. It acts when none of them is up. */
  readonly interfaces: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Milliseconds from the boot to the first look. */
  readonly startDelay: number;
  readonly misses: number;
  readonly action: "stop" | "poweroff" | "reboot";
  /** The services that the action `stop` stops, in this order. */
  readonly services: readonly string[];
}

const units = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Converts "5s", "500ms" or "2m" to milliseconds. */
function millisecondsOf(duration: string): number {
  const [, count = "0", unit = "s"] = /^(\d+)(\w+)$/.exec(duration) ?? [];
  return Number(count) * units[unit as keyof typeof units];
}

/** The NIC watchdog of `cluster`, or all findings that prevent it. */
export function resolveNicWatchdog(
  config: NicWatchdogConfig,
  cluster: Cluster,
): NicWatchdogService | Finding[] {
  const path = ["fencing", "nicWatchdog"];
  const nodes = [...new Set(config.nodes ?? cluster.nodes.map(({ name }) => name))];
  const found = [
    ...nodeFindings(nodes, cluster),
    ...placeFindings(config, nodes, cluster),
    ...timeFindings(config),
    ...serviceFindings(config),
  ];
  if (found.length > 0)
    return found.map((finding) => ({ ...finding, path: printPath([...path, finding.path]) }));
  const network = networkOf(config, cluster);
  const interfaces = nodes.map((node) => {
    const own = cluster.nodes.find(({ name }) => name === node)?.networks[network]?.interface;
    return [node, config.interface ?? [own ?? ""]] as const;
  });
  const { misses, action, directLink, services = ["keepalived", "haproxy", "corosync"] } = config;
  return {
    nodes,
    interfaces: Object.fromEntries(interfaces),
    interval: millisecondsOf(config.interval),
    startDelay: millisecondsOf(config.startDelay),
    ...{ misses, action, directLink, services },
  };
}

/** The network whose interface is watched. Default: the cluster's only network. */
function networkOf({ network }: NicWatchdogConfig, { networks }: Cluster): string {
  return network ?? (networks.length === 1 ? (networks[0]?.name ?? "") : "");
}

function nodeFindings(nodes: readonly string[], cluster: Cluster): Finding[] {
  return nodes
    .filter((node) => !cluster.nodes.some(({ name }) => name === node))
    .map((node) => ({
      code: "FENCING_NODE_UNKNOWN",
      path: "nodes",
      message: `${node} is no node; the nodes are ${names(cluster.nodes)}`,
    }));
}

function placeFindings(config: NicWatchdogConfig, nodes: readonly string[], cluster: Cluster): Finding[] {
  if (config.interface !== undefined) {
    if (config.network === undefined) return [];
    const message = `${config.network} beside interface ${config.interface.join(", ")}; write one of them`;
    return [{ code: "FENCING_INTERFACE_UNCLEAR", path: "network", message }];
  }
  const network = networkOf(config, cluster);
  if (!cluster.networks.some(({ name }) => name === network)) {
    const message = `${network || "nothing"} says which interface to look at; write interface, or one of the networks ${names(cluster.networks)}`;
    return [{ code: "FENCING_INTERFACE_UNCLEAR", path: "network", message }];
  }
  return cluster.nodes
    .filter(({ name, networks }) => nodes.includes(name) && networks[network] === undefined)
    .map(({ name }) => ({
      code: "FENCING_INTERFACE_UNCLEAR",
      path: "network",
      message: `${name} is not in ${network}; write interface, or leave ${name} out of nodes`,
    }));
}

/** Findings if it acts too late, or looks more often than it can. */
function timeFindings({ interval, misses }: NicWatchdogConfig): Finding[] {
  const [between, { min }, { max }] = [
    millisecondsOf(interval),
    limits.watchdogInterval,
    limits.watchdogTime,
  ];
  if (between < min) {
    const message = `${interval} is less than a look takes; write at least ${String(min)}ms`;
    return [{ code: "FENCING_TIME", path: "interval", message }];
  }
  if (between * misses <= max) return [];
  const message = `${String(misses)} looks every ${interval} take ${String((between * misses) / 1000)} s; Proxmox VE itself takes a node down after ${String(max / 1000)} s, so that the others may start its guests: write a shorter interval or fewer misses`;
  return [{ code: "FENCING_TIME", path: "interval", message }];
}

function serviceFindings({ action, services }: NicWatchdogConfig): Finding[] {
  if (services === undefined || action === "stop") return [];
  const message = `${services.join(", ")} stop with the node anyway when the action is ${action}; leave services out, or write action: stop`;
  return [{ code: "FENCING_OPTION_IGNORED", path: "services", message }];
}
