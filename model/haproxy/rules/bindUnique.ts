import { type Node, allAddresses } from "../../cluster/cluster";
import { printEndpoint } from "../../address";
import type { Endpoint } from "../../endpoint";
import { printPath } from "../../finding";
import { type Stats, statsBinds } from "../loadBalancer";
import type { Model } from "../../model";
import { type Rule, duplicates, groupedBy } from "../../rule";

/** Something that listens: a frontend, the statistics page, a node's sshd or pveproxy. */
export interface Listener extends Endpoint {
  readonly path: string;
  /** The machine. Undefined if all machines have the same listeners. */
  readonly node?: string | undefined;
  readonly owner: string;
  /** Whether it is haproxy's. Other listeners only serve the comparison. */
  readonly haproxy: boolean;
  /** Whether `::` takes IPv4 too. haproxy's does unless it is v6only, while sshd opens a socket for each family. */
  readonly bothFamilies?: boolean | undefined;
}

/** Of two listeners with one address and port the second doesn't start. `0.0.0.0` and `::` take every address. */
export const haproxyBindUnique: Rule<Listener> = {
  name: "haproxy-bind-unique",
  title: "Two listeners must have different addresses or ports",
  why:
    "sshd, pveproxy on port 8006 of every address, and every frontend need a place of their own: the " +
    "second one to start finds it taken. With SO_REUSEPORT two equal haproxy binds even share it, and " +
    "connections go to either at random. A wildcard beside an address is no clash within one haproxy.",
  items: (model) => [...daemonListeners(model), ...haproxyListeners(model)],
  judge(listeners) {
    return groupedBy(listeners, ({ node }) => node ?? "")
      .flatMap(clashes)
      .filter(({ again }) => again.haproxy)
      .map(({ first, again }) => ({
        path: again.path,
        message: `${printEndpoint(again.address, again.port)} is taken by ${first.owner}, so haproxy would not start; write another port, or bind a VIP that is free`,
      }));
  },
};

function clashes(listeners: readonly Listener[]): { first: Listener; again: Listener }[] {
  const same = duplicates(listeners, ({ address, port }) => printEndpoint(address, port));
  return [...same, ...listeners.flatMap((wild) => underWildcard(wild, listeners))];
}

/**
 * The finding for a listener that overlaps with a wildcard. haproxy's wildcard is the mistake itself; another daemon's
 * points at haproxy's binds.
 */
function underWildcard(
  wild: Listener,
  listeners: readonly Listener[],
): { first: Listener; again: Listener }[] {
  if (!isWildcard(wild.address)) return [];
  const others = listeners.filter((other) => other.port === wild.port && covers(wild, other));
  // Among haproxy's own binds the kernel gives a connection to the most specific one.
  const strangers = others.filter(({ haproxy }) => haproxy !== wild.haproxy);
  if (wild.haproxy) return strangers.slice(0, 1).map((first) => ({ first, again: wild }));
  return strangers.map((again) => ({ first: wild, again }));
}

/** Whether a wildcard takes the other's address. Of two overlapping wildcards `::` covers `0.0.0.0`. */
function covers({ address, bothFamilies = false }: Listener, other: Listener): boolean {
  if (other.address === "0.0.0.0") return address === "::" && bothFamilies;
  if (other.address === "::") return false;
  return other.address.includes(":") ? address === "::" : address === "0.0.0.0" || bothFamilies;
}

function isWildcard(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

function haproxyListeners({ cluster, loadBalancer }: Model): Listener[] {
  if (loadBalancer === undefined) return [];
  const nodes = cluster.nodes.filter(({ name }) => loadBalancer.nodes.includes(name));
  const frontends = loadBalancer.frontends.flatMap(({ name, bind }) =>
    bind.map((endpoint, index) => ({
      ...endpoint,
      path: printPath(["haproxy", "frontends", name, "bind", index]),
      owner: `frontend ${name}`,
      ...{ haproxy: true, bothFamilies: true },
    })),
  );
  return [...frontends, ...statsListeners(loadBalancer.stats, nodes)];
}

function statsListeners(stats: Stats | undefined, nodes: readonly Node[]): Listener[] {
  if (stats === undefined) return [];
  const owner = { owner: "the statistics page", haproxy: true, bothFamilies: true };
  if (stats.bind === undefined) {
    const path = printPath(["haproxy", "stats", "port"]);
    return nodes.flatMap(({ address }) =>
      statsBinds(stats, address).map((bind) => ({ ...bind, path, ...owner })),
    );
  }
  return stats.bind.map((bind, index) => ({
    ...bind,
    path: printPath(["haproxy", "stats", "bind", index]),
    ...owner,
  }));
}

/**
 * sshd listens on each node's own addresses. Proxmox's pveproxy takes port 8006 of every address, virtual ones
 * included.
 */
function daemonListeners({ cluster, loadBalancer, virtualAddresses }: Model): Listener[] {
  const nodes = cluster.nodes.filter(({ name }) => loadBalancer?.nodes.includes(name));
  const sshd = nodes.flatMap((node) =>
    allAddresses(node).map((address) => ({
      address,
      port: node.ssh.port,
      path: printPath(["cluster", "nodes", node.name]),
      owner: `${node.name}'s sshd`,
      haproxy: false,
    })),
  );
  const proxmox = nodes.filter(({ platform }) => platform === "proxmox");
  if (proxmox.length === 0) return sshd;
  const everywhere = new Set([...virtualAddresses, ...proxmox.flatMap(allAddresses)]);
  const pveproxy = [...everywhere].map((address) => ({
    address,
    port: 8006,
    path: printPath(["cluster", "platform"]),
    owner: "pveproxy, which takes port 8006 of every address",
    haproxy: false,
  }));
  return [...sshd, ...pveproxy];
}
