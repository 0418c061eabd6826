import type { Cluster } from "../cluster/cluster";
import type { Endpoint } from "../endpoint";
import type { LoadBalancerConfig } from "./schema";

export type Mode = "tcp" | "http";

/** Where a health check goes. Default: to the server itself. */
export interface CheckedPlace {
  readonly port?: number | undefined;
  readonly address?: string | undefined;
}

/** A server's health check. `expect` is a regular expression for its first words. */
export type ServerCheck = CheckedPlace & {
  readonly inter: string;
  readonly fall: number;
  readonly rise: number;
} & (
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

/** What may differ from server to server. */
interface Behaviour {
  readonly onMarkedDown?: "shutdown-sessions" | undefined;
  readonly slowstart?: string | undefined;
}

export interface Server extends Endpoint, Behaviour {
  readonly name: string;
  readonly weight?: number | undefined;
  readonly maxconn?: number | undefined;
  readonly backup: boolean;
  readonly check?: CheckedPlace | undefined;
}

/** Servers that DNS names. */
export interface ServerTemplate {
  readonly fqdn: string;
  readonly port: number;
  readonly count: number;
  readonly resolvers: string;
}

/** TLS to the servers; paths are of PEM files on the node. Without `ca` haproxy takes any certificate. */
export interface ServerTls {
  readonly ca?: string | undefined;
  readonly name?: string | undefined;
  readonly certificate?: string | undefined;
}

export interface Backend extends Behaviour {
  readonly name: string;
  readonly mode: Mode;
  readonly balance: string;
  readonly check?: ServerCheck | undefined;
  /** A stick table keyed by the client's address: its size, and the lifetime of an unused entry. */
  readonly stick?: { readonly size: string; readonly expire: string; readonly family: 4 | 6 } | undefined;
  /** The cookie that binds a client to its server. `secure`: all its clients use TLS. */
  readonly cookie?: { readonly name: string; readonly secure: boolean } | undefined;
  readonly tls?: ServerTls | undefined;
  readonly servers: readonly Server[];
  readonly serverTemplate?: ServerTemplate | undefined;
  readonly raw: readonly string[];
}

/** The backends, resolved. */
export function resolveBackends(config: LoadBalancerConfig, cluster: Cluster): Backend[] {
  return Object.entries(config.backends).map(([name, backend]): Backend => {
    const { mode, balance, check, stick, onMarkedDown, slowstart, serverTemplate, raw, tls } = backend;
    return {
      ...{ name, mode, balance, onMarkedDown, slowstart, serverTemplate, raw, tls },
      check: check && resolveCheck(check),
      stick: stick?.source && { ...stick.source, family: stickFamily(name, config) },
      cookie:
        stick?.cookie === undefined ? undefined : { name: stick.cookie, secure: isSecure(name, config) },
      servers: [
        ...Object.entries(backend.servers).map(([server, { address, ...rest }]) => ({
          name: server,
          address: address ?? nodeAddress(cluster, server) ?? "",
          ...rest,
        })),
        ...(backend.nodes === undefined ? [] : everyNode(cluster, backend.nodes)),
      ],
    };
  });
}

/** A server as rules judge it: with its address or its name in DNS, and the port of its check. */
export interface KnownServer {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly checkPort: number;
}

/** Every server of a backend, those of its template included. */
export function everyServer({ name, servers, serverTemplate: template, check }: Backend): KnownServer[] {
  const named = servers.map((server) => ({
    ...{ name: server.name, address: server.address, port: server.port },
    checkPort: server.check?.port ?? check?.port ?? server.port,
  }));
  return [
    ...named,
    ...Array.from({ length: template?.count ?? 0 }, (_, index) => ({
      ...{ name: `${name}${String(index + 1)}`, address: template?.fqdn ?? "", port: template?.port ?? 0 },
      checkPort: check?.port ?? template?.port ?? 0,
    })),
  ];
}

function resolveCheck(config: NonNullable<LoadBalancerConfig["backends"][string]["check"]>): ServerCheck {
  const { inter, fall, rise, port, address } = config;
  const http = config.http ?? config.https;
  const times = { inter, fall, rise, port, address };
  if (http) return { kind: "http", tls: config.https !== undefined, ...http, ...times };
  // RFC 4253 section 4.2: a server's identification begins with SSH-.
  return { kind: "tcp", expect: config.ssh ? "^SSH-" : config.tcp?.expect, ...times };
}

/** The frontends that send clients to a backend. */
function frontendsOf(backend: string, { frontends }: LoadBalancerConfig) {
  return Object.values(frontends).filter(
    ({ defaultBackend, hosts }) => defaultBackend === backend || Object.values(hosts).includes(backend),
  );
}

/** IPv6 if any frontend of the backend takes IPv6 clients. Such a table holds IPv4 addresses too. */
function stickFamily(backend: string, config: LoadBalancerConfig): 4 | 6 {
  const binds = frontendsOf(backend, config).flatMap(({ bind }) => bind);
  return binds.some(({ address }) => address.includes(":")) ? 6 : 4;
}

/** Whether clients reach the backend over TLS alone. A redirect without TLS lets none through. */
function isSecure(backend: string, config: LoadBalancerConfig): boolean {
  return frontendsOf(backend, config).every(
    ({ tls, redirect }) => tls !== undefined || redirect !== undefined,
  );
}

function everyNode(cluster: Cluster, port: number): Server[] {
  return cluster.nodes.map(({ name, address }) => ({ name, address, port, backup: false }));
}

function nodeAddress(cluster: Cluster, name: string): string | undefined {
  return cluster.nodes.find((node) => node.name === name)?.address;
}
