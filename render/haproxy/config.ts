import type {
  Backend,
  Endpoint,
  Frontend,
  LoadBalancer,
  Node,
  OsFamily,
  Server,
  ServerCheck,
  Stats,
} from "../../model";
import { statsBinds } from "../../model/haproxy/loadBalancer";
import { printEndpoint } from "../../model/address";
import { families } from "../families";
import { indent, literal, secretHole } from "../file";

/** The name of the secret that fills the hole in the statistics page's login. */
export const statsSecret = "stats_password";

/**
 * The lines of haproxy.cfg. They are the same on every node, except for a statistics page at the node's own address.
 * @param beside without settings of the whole process, which your own haproxy.cfg has
 */
export function haproxyConfig(
  balancer: LoadBalancer,
  family: OsFamily,
  node: Node,
  beside: boolean,
): string[] {
  const sections = [
    ...(beside ? [] : [global(balancer, family)]),
    defaults(balancer),
    ...(balancer.stats ? [statistics(balancer.stats, node)] : []),
    ...balancer.frontends.map(frontend),
    ...balancer.backends.map(backend),
  ];
  return sections.flatMap((section, index) => (index === 0 ? section : ["", ...section]));
}

function section(head: string, body: readonly string[]): string[] {
  return [head, ...indent(body)];
}

function global({ maxconn, log }: LoadBalancer, family: OsFamily): string[] {
  return section("global", [
    `log ${log.target} ${log.facility}`,
    `maxconn ${String(maxconn)}`,
    "user haproxy",
    "group haproxy",
    `stats socket ${families[family].haproxySocket} mode 660 level admin`,
  ]);
}

function defaults({ timeouts }: LoadBalancer): string[] {
  return section("defaults", [
    "mode tcp",
    "log global",
    "option dontlognull",
    `timeout connect ${timeouts.connect}`,
    `timeout client ${timeouts.client}`,
    `timeout server ${timeouts.server}`,
  ]);
}

function statistics(stats: Stats, { address }: Node): string[] {
  return section("frontend stats", [
    "mode http",
    ...statsBinds(stats, address).map(bind),
    "option httplog",
    ...(stats.prometheus ? ["http-request use-service prometheus-exporter if { path /metrics }"] : []),
    "stats enable",
    `stats uri ${quote(stats.uri)}`,
    ...(stats.user === undefined ? [] : [`stats auth '${stats.user}:${secretHole(statsSecret)}'`]),
  ]);
}

function frontend({ name, mode, bind: binds, maxconn, defaultBackend }: Frontend): string[] {
  return section(`frontend ${name}`, [
    `mode ${mode}`,
    ...binds.map(bind),
    `option ${mode}log`,
    ...(maxconn === undefined ? [] : [`maxconn ${String(maxconn)}`]),
    `default_backend ${defaultBackend}`,
  ]);
}

function bind({ address, port }: Endpoint): string {
  return `bind ${printEndpoint(address, port)}`;
}

function backend({ name, mode, balance, check, stick, servers }: Backend): string[] {
  return section(`backend ${name}`, [
    `mode ${mode}`,
    `balance ${balance}`,
    ...(stick
      ? [
          `stick-table type ${stick.family === 4 ? "ip" : "ipv6"} size ${stick.size} expire ${stick.expire}`,
          "stick on src",
        ]
      : []),
    ...(check ? [...checkLines(check), `default-server ${serverDefaults(check)}`] : []),
    ...servers.map(server),
  ]);
}

function checkLines(check: ServerCheck): string[] {
  if (check.kind === "tcp") {
    return [
      "option tcp-check",
      "tcp-check connect",
      ...(check.expect === undefined ? [] : [`tcp-check expect rstring ${quote(check.expect)}`]),
    ];
  }
  const host = check.host === undefined ? "" : ` ver HTTP/1.1 hdr Host ${check.host}`;
  return [
    "option httpchk",
    `http-check send meth ${check.method} uri ${quote(check.path)}${host}`,
    `http-check expect status ${String(check.status)}`,
  ];
}

/** A text that you wrote, as one word. Its quotes are haproxy's strong ones; the manual's section 2.3. */
function quote(text: string): string {
  return /^[\w.^/:-]+$/.test(text) ? text : literal(`'${text.replaceAll("'", "'\\''")}'`);
}

/** TLS of a health check is independent of the traffic's TLS, which haproxy passes through unchanged. */
function serverDefaults(check: ServerCheck): string {
  const tls = check.kind === "http" && check.tls ? " check-ssl verify none" : "";
  return `check${tls} inter ${check.inter} fall ${String(check.fall)} rise ${String(check.rise)}`;
}

function server({ name, address, port, weight, maxconn, backup }: Server): string {
  const words = [
    `server ${name} ${printEndpoint(address, port)}`,
    ...(weight === undefined ? [] : [`weight ${String(weight)}`]),
    ...(maxconn === undefined ? [] : [`maxconn ${String(maxconn)}`]),
    ...(backup ? ["backup"] : []),
  ];
  return words.join(" ");
}
