import { allAddresses } from "../../cluster/cluster";
import { printPath } from "../../finding";
import type { Model } from "../../model";
import type { Rule } from "../../rule";
import { everyServer } from "../backend";
import { routesOf } from "../loadBalancer";

/** A server as its backend names it. */
export interface NamedServer {
  readonly path: string;
  readonly address: string;
  /** Undefined if the server takes the port of the client's connection. */
  readonly port?: number | undefined;
}

/** A frontend, with the servers of the backends that it sends its clients to. */
export interface Forwarding {
  readonly owner: string;
  /** The machine. Undefined if all machines have the same frontends. */
  readonly node?: string | undefined;
  /** The addresses of its machines, virtual ones included. A wildcard takes each of them. */
  readonly own: readonly string[];
  /** First and last port of each bind. */
  readonly binds: readonly { readonly address: string; readonly ports: readonly [number, number] }[];
  readonly servers: readonly NamedServer[];
}

/** A connection to such a server comes back to the frontend, which opens the next one. */
export const haproxyServerLoop: Rule<Forwarding> = {
  name: "haproxy-server-loop",
  title: "A server must not lead back to the frontend that uses it",
  why:
    "haproxy connects to itself, and each connection opens the next one. One client fills all slots " +
    "(maxconn) at once, and everything behind haproxy is unreachable. The health check passes meanwhile, " +
    "because haproxy answers it.",
  items: forwardingsOf,
  judge(frontends) {
    const found = frontends.flatMap((frontend) =>
      frontend.servers.flatMap((server) => {
        const taker = takersOf(server, frontend, frontends).find((other) =>
          leadsTo(frontend, other, frontends),
        );
        return taker ? [{ path: server.path, message: messageOf(server, frontend, taker) }] : [];
      }),
    );
    // Frontends may share a backend.
    return [...new Map(found.map((problem) => [problem.path, problem])).values()];
  },
};

function messageOf({ address, port }: NamedServer, frontend: Forwarding, taker: Forwarding): string {
  const place = port === undefined ? address : `port ${String(port)} of ${address}`;
  const back = taker.owner === frontend.owner ? "" : `, which leads back to ${frontend.owner}`;
  return `${place} is a bind of ${taker.owner}${back}, so one connection opens the next until all slots are full; write the address and port of the service itself`;
}

/** Whether connections to `from` reach `goal`. */
function leadsTo(goal: Forwarding, from: Forwarding, all: readonly Forwarding[]): boolean {
  const seen = new Set([from]);
  for (const frontend of seen) {
    if (frontend === goal) return true;
    for (const server of frontend.servers) for (const next of takersOf(server, frontend, all)) seen.add(next);
  }
  return false;
}

/** The frontends that take a connection to `server` from `user`'s machine. */
function takersOf(server: NamedServer, user: Forwarding, all: readonly Forwarding[]): Forwarding[] {
  const ports = server.port === undefined ? user.binds.flatMap(({ ports }) => ports) : [server.port];
  return all.filter((other) =>
    other.binds.some(
      ({ address, ports: [first, last] }) =>
        ports.some((port) => port >= first && port <= last && port > 0) &&
        takes(address, server, user, other),
    ),
  );
}

function takes(bind: string, { address }: NamedServer, user: Forwarding, other: Forwarding): boolean {
  const everywhere = bind === "0.0.0.0" || bind === "::";
  if (/^(127\.|::1$|localhost$)/.test(address))
    return user.node === other.node && (everywhere || bind === address);
  return bind === address || (everywhere && other.own.includes(address));
}

function forwardingsOf({ cluster, loadBalancer, virtualAddresses }: Model): Forwarding[] {
  if (loadBalancer === undefined) return [];
  const { frontends, backends, nodes } = loadBalancer;
  const running = cluster.nodes.filter(({ name }) => nodes.includes(name));
  const own = [...virtualAddresses, ...running.flatMap(allAddresses)];
  return frontends.map((frontend) => ({
    ...{ owner: `frontend ${frontend.name}`, own },
    binds: frontend.bind.map(({ address, port }) => ({ address, ports: [port, port] as const })),
    servers: backends
      .filter(({ name }) => routesOf(frontend).some(({ backend }) => backend === name))
      .flatMap((backend) =>
        everyServer(backend).map(({ name: server, address, port }) => ({
          path: printPath(["haproxy", "backends", backend.name, "servers", server]),
          ...{ address, port },
        })),
      ),
  }));
}
