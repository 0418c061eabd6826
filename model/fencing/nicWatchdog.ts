import type { Cluster } from "../cluster/cluster";
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
export function millisecondsOf(duration: string): number {
  const [, count = "0", unit = "s"] = /^(\d+)(\w+)$/.exec(duration) ?? [];
  return Number(count) * units[unit as keyof typeof units];
}

/** The NIC watchdog of `cluster`, resolved. */
export function resolveNicWatchdog(config: NicWatchdogConfig, cluster: Cluster): NicWatchdogService {
  const nodes = nodesOf(config, cluster);
  const network = networkOf(config, cluster) ?? "";
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

/** The names of its nodes, by default all. */
export function nodesOf({ nodes }: NicWatchdogConfig, cluster: Cluster): string[] {
  return [...new Set(nodes ?? cluster.nodes.map(({ name }) => name))];
}

/** The name of the network whose interfaces it watches, by default the cluster's only one. */
export function networkOf({ network }: NicWatchdogConfig, { networks }: Cluster): string | undefined {
  return network ?? (networks.length === 1 ? networks[0]?.name : undefined);
}
