import type { LoadBalancer, Node, Resolvers, Stats } from "../../model";
import { printEndpoint } from "../../model/address";
import { statsBinds } from "../../model/haproxy/loadBalancer";
import { families } from "../families";
import { secretHole } from "../file";
import { rawText } from "../raw";
import { backend } from "./backend";
import { bind, frontend } from "./frontend";
import { quote, section, word } from "./words";

/** The name of the secret that fills the hole in the statistics page's login. */
export const statsSecret = "stats_password";

/**
 * The lines of haproxy.cfg. They are the same on every node, except for a statistics page at the node's own address.
 * @param beside without settings of the whole process, which your own haproxy.cfg has
 */
export function haproxyConfig(balancer: LoadBalancer, node: Node, beside: boolean): string[] {
  const sections = [
    ...(beside ? [] : [global(balancer, node)]),
    defaults(balancer),
    ...balancer.resolvers.map(resolvers),
    ...(balancer.stats ? [statistics(balancer.stats, node)] : []),
    ...balancer.frontends.map(frontend),
    ...balancer.backends.map(backend),
  ];
  return sections.flatMap((section, index) => (index === 0 ? section : ["", ...section]));
}

function global({ maxconn, log, raw }: LoadBalancer, { family }: Node): string[] {
  return section("global", [
    `log ${log.target} ${log.facility}`,
    `maxconn ${String(maxconn)}`,
    "user haproxy",
    "group haproxy",
    `stats socket ${families[family].haproxySocket} mode 660 level admin`,
    ...rawText(raw.global),
  ]);
}

function defaults({ timeouts, raw }: LoadBalancer): string[] {
  return section("defaults", [
    "mode tcp",
    "log global",
    "option dontlognull",
    `timeout connect ${timeouts.connect}`,
    `timeout client ${timeouts.client}`,
    `timeout server ${timeouts.server}`,
    ...rawText(raw.defaults),
  ]);
}

/** By default haproxy takes answers of 512 octets alone, too few for many servers; the manual's section 5.3.2. */
function resolvers({ name, nameservers, holdValid }: Resolvers): string[] {
  const servers = nameservers?.map(
    ({ address, port }, index) => `nameserver ns${String(index + 1)} ${printEndpoint(address, port)}`,
  );
  return section(`resolvers ${name}`, [
    ...(servers ?? ["parse-resolv-conf"]),
    "accepted_payload_size 8192",
    ...word("hold valid", holdValid),
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
