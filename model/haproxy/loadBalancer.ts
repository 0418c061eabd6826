import type { Cluster } from "../cluster/cluster";
import type { Endpoint } from "../endpoint";
import { type Backend, type Mode, resolveBackends } from "./backend";
import type { LoadBalancerConfig } from "./schema";

export interface Frontend {
  readonly name: string;
  readonly mode: Mode;
  readonly bind: readonly Endpoint[];
  /** haproxy ends the clients' TLS with one of these certificates, PEM files on the node. */
  readonly tls?: { readonly certificates: readonly string[]; readonly minVersion: string } | undefined;
  /** Whether clients without TLS are sent to https. */
  readonly redirects: boolean;
  /** Backends by host, exact names before those of a domain, longer ones first. */
  readonly hosts: readonly { readonly host: string; readonly backend: string }[];
  readonly defaultBackend?: string | undefined;
  readonly maxconn?: number | undefined;
  readonly raw: readonly string[];
}

/** Name servers for server templates. */
export interface Resolvers {
  readonly name: string;
  /** Undefined: those of the node's /etc/resolv.conf. */
  readonly nameservers?: readonly Endpoint[] | undefined;
  readonly holdValid?: string | undefined;
}

export interface Stats {
  /** Default: each node's own address at `port`. */
  readonly bind?: readonly Endpoint[] | undefined;
  readonly port: number;
  readonly uri: string;
  /** The password is the secret `stats_password`. */
  readonly user?: string | undefined;
  readonly prometheus: boolean;
}

export interface LoadBalancer {
  /** Names of the nodes that run haproxy. */
  readonly nodes: readonly string[];
  readonly maxconn: number;
  /** Lines of the sections global and defaults. */
  readonly raw: { readonly global: readonly string[]; readonly defaults: readonly string[] };
  readonly log: { readonly target: string; readonly facility: string; readonly file: boolean };
  readonly timeouts: { readonly connect: string; readonly client: string; readonly server: string };
  readonly frontends: readonly Frontend[];
  readonly backends: readonly Backend[];
  readonly resolvers: readonly Resolvers[];
  readonly stats?: Stats | undefined;
}

/** The addresses and ports of the statistics page on a node. `address` is that node's own address. */
export function statsBinds(stats: Stats | undefined, address: string): readonly Endpoint[] {
  if (stats === undefined) return [];
  return stats.bind ?? [{ address, port: stats.port }];
}

/** A backend that a frontend sends clients to, and the key that names it. */
export interface Route {
  readonly key: readonly string[];
  readonly backend: string;
}

/** Where a frontend sends its clients. */
export function routesOf({ hosts, defaultBackend }: Frontend): Route[] {
  return [
    ...hosts.map(({ host, backend }) => ({ key: ["hosts", host], backend })),
    ...(defaultBackend === undefined ? [] : [{ key: ["defaultBackend"], backend: defaultBackend }]),
  ];
}

/** All raw lines of haproxy.cfg. */
export function rawLinesOf({ raw, frontends, backends }: LoadBalancer): string[] {
  return [raw.global, raw.defaults, ...[...frontends, ...backends].map((section) => section.raw)].flat();
}

/** The load balancer, resolved. */
export function resolveLoadBalancer(config: LoadBalancerConfig, cluster: Cluster): LoadBalancer {
  const { maxconn, log } = config.global;
  const { stats, timeouts } = config;
  const backends = resolveBackends(config, cluster);
  return {
    nodes: config.nodes ?? cluster.nodes.map(({ name }) => name),
    ...{ maxconn, log, timeouts, backends },
    raw: { global: config.global.raw, defaults: config.defaults.raw },
    frontends: Object.entries(config.frontends).map(([name, frontend]) =>
      resolveFrontend(name, frontend, backends),
    ),
    resolvers: Object.entries(config.resolvers).map(([name, each]) => ({ name, ...each })),
    stats: stats && resolveStats(stats),
  };
}

function resolveFrontend(
  name: string,
  { bind, tls, redirect, hosts, defaultBackend, maxconn, mode, raw }: LoadBalancerConfig["frontends"][string],
  backends: readonly Backend[],
): Frontend {
  const sorted = Object.entries(hosts).map(([host, backend]) => ({ host, backend }));
  const rank = ({ host }: { host: string }): number => (host.startsWith("*") ? 1000 - host.length : 0);
  const used = [defaultBackend, ...Object.values(hosts)];
  const first = backends.find((backend) => used.includes(backend.name));
  return {
    ...{ name, bind, defaultBackend, maxconn, raw },
    mode: mode ?? (redirect === undefined ? (first?.mode ?? "tcp") : "http"),
    tls: tls && { certificates: tls.certificate, minVersion: tls.minVersion },
    redirects: redirect !== undefined,
    hosts: sorted.sort((left, right) => rank(left) - rank(right)),
  };
}

function resolveStats({
  bind,
  port,
  uri,
  auth,
  prometheus,
}: NonNullable<LoadBalancerConfig["stats"]>): Stats {
  return { bind, port, uri, user: auth?.user, prometheus };
}
