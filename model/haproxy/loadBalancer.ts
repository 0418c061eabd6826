import type { Cluster } from "../cluster/cluster";
import type { Endpoint } from "../endpoint";
import type { LoadBalancerConfig } from "./schema";

export type Mode = "tcp" | "http";

export interface Frontend {
  readonly name: string;
  readonly mode: Mode;
  readonly bind: readonly Endpoint[];
  readonly defaultBackend: string;
  readonly maxconn?: number | undefined;
}

/** A server's health check. `expect` is a regular expression for its first words. */
export type ServerCheck = { readonly inter: string; readonly fall: number; readonly rise: number } & (
  | { readonly kind: "tcp"; readonly expect?: string | undefined }
  | {
      readonly kind: "http";
      readonly tls: boolean;
      readonly method: string;
      readonly path: string;
      readonly host?: string | undefined;
      readonly status: number;
    }
);

export interface Server extends Endpoint {
  readonly name: string;
  readonly weight?: number | undefined;
  readonly maxconn?: number | undefined;
  readonly backup: boolean;
}

export interface Backend {
  readonly name: string;
  readonly mode: Mode;
  readonly balance: string;
  readonly check?: ServerCheck | undefined;
  /** A stick table keyed by the client's address: its size, and the lifetime of an unused entry. */
  readonly stick?: { readonly size: string; readonly expire: string; readonly family: 4 | 6 } | undefined;
  readonly servers: readonly Server[];
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
  readonly log: { readonly target: string; readonly facility: string; readonly file: boolean };
  readonly timeouts: { readonly connect: string; readonly client: string; readonly server: string };
  readonly frontends: readonly Frontend[];
  readonly backends: readonly Backend[];
  readonly stats?: Stats | undefined;
}

/** The addresses and ports of the statistics page on a node. `address` is that node's own address. */
export function statsBinds(stats: Stats | undefined, address: string): readonly Endpoint[] {
  if (stats === undefined) return [];
  return stats.bind ?? [{ address, port: stats.port }];
}

/** The load balancer, resolved. */
export function resolveLoadBalancer(config: LoadBalancerConfig, cluster: Cluster): LoadBalancer {
  const backends = Object.entries(config.backends).map(([name, backend]): Backend => ({
    name,
    mode: backend.mode,
    balance: backend.balance,
    check: backend.check && resolveCheck(backend.check),
    stick: backend.stick && { ...backend.stick.source, family: stickFamily(name, config) },
    servers: [
      ...Object.entries(backend.servers).map(([server, { address, ...rest }]) => ({
        name: server,
        address: address ?? nodeAddress(cluster, server) ?? "",
        ...rest,
      })),
      ...(backend.nodes === undefined ? [] : everyNode(cluster, backend.nodes)),
    ],
  }));
  const frontends = Object.entries(config.frontends).map(([name, frontend]): Frontend => ({
    name,
    ...frontend,
    mode:
      frontend.mode ?? backends.find((backend) => backend.name === frontend.defaultBackend)?.mode ?? "tcp",
  }));
  const { maxconn, log } = config.global;
  const { stats } = config;
  return {
    nodes: config.nodes ?? cluster.nodes.map(({ name }) => name),
    maxconn,
    log,
    timeouts: config.timeouts,
    frontends,
    backends,
    stats: stats && resolveStats(stats),
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

function resolveCheck(config: NonNullable<LoadBalancerConfig["backends"][string]["check"]>): ServerCheck {
  const { inter, fall, rise } = config;
  const http = config.http ?? config.https;
  if (http) return { kind: "http", tls: config.https !== undefined, ...http, inter, fall, rise };
  // RFC 4253 section 4.2: a server's identification begins with SSH-.
  return { kind: "tcp", expect: config.ssh ? "^SSH-" : config.tcp?.expect, inter, fall, rise };
}

/** IPv6 if any frontend of the backend takes IPv6 clients. Such a table holds IPv4 addresses too. */
function stickFamily(backend: string, config: LoadBalancerConfig): 4 | 6 {
  const binds = Object.values(config.frontends).filter(({ defaultBackend }) => defaultBackend === backend);
  return binds.some(({ bind }) => bind.some(({ address }) => address.includes(":"))) ? 6 : 4;
}

function everyNode(cluster: Cluster, port: number): Server[] {
  return cluster.nodes.map(({ name, address }) => ({ name, address, port, backup: false }));
}

function nodeAddress(cluster: Cluster, name: string): string | undefined {
  return cluster.nodes.find((node) => node.name === name)?.address;
}
