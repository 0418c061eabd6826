import type { Endpoint, LoadBalancer, Node } from "../../model";
import type { Existing } from "../../model/cluster/cluster";
import { rawLinesOf, statsBinds } from "../../model/haproxy/loadBalancer";
import { everywhere, printEndpoint } from "../../model/address";
import type { Service, Sysctl, Unit, UnitFile } from "../../agent/unit";
import { families } from "../families";
import { rootFile } from "../file";
import { hasSecret } from "../raw";
import { haproxyConfig } from "./config";

/** The package's file, or with `existing: keep` yours. */
const mainPath = "/etc/haproxy/haproxy.cfg";
const dropIn = "/etc/systemd/system/haproxy.service.d/quorate.conf";

/** haproxy on one of its nodes, with the sysctl that lets a BACKUP bind the VIPs, and its log. */
export function loadBalancer(balancer: LoadBalancer, node: Node, existing: Existing = {}): Unit {
  if (!balancer.nodes.includes(node.name)) throw new TypeError(`${node.name} doesn't run the load balancer`);
  const { packages } = families[node.family];
  const binds = [
    ...balancer.frontends.flatMap(({ bind }) => bind),
    ...statsBinds(balancer.stats, node.address),
  ];
  const sysctls = nonlocalBind(binds);
  const keep = existing.haproxy === "keep";
  const path = keep ? besidePath(node) : mainPath;
  const logged = balancer.log.file && !keep;
  return {
    name: "haproxy",
    family: node.family,
    packages: [packages.haproxy, ...(logged ? [packages.rsyslog, packages.logrotate] : [])],
    users: [],
    directories: [],
    files: [
      rootFile(path, modeOf(balancer), haproxyConfig(balancer, node, keep)),
      ...(keep ? secondFile(path, node) : []),
      sysctlFile(sysctls, keep),
      ...(logged ? logFiles(balancer, node) : []),
    ],
    sysctls,
    validations: [
      `haproxy -c -f ${mainPath}${keep ? ` -f ${path}` : ""}`,
      ...(logged ? ["rsyslogd -N1"] : []),
    ],
    services: [...(logged ? [rsyslog] : []), { name: "haproxy", change: "reload", owned: true }],
    verifications: [
      ...sysctls.map(({ key, value }) => ({ sysctl: key, value })),
      { active: "haproxy" },
      ...binds.map(({ address, port }) => ({ listening: printEndpoint(address, port), process: "haproxy" })),
    ],
    claims: binds
      .filter(({ address }) => !everywhere.includes(address))
      .map(({ address, port }) => ["listen", printEndpoint(address, port)] as const),
    existing: existing.haproxy,
    ...(rawLinesOf(balancer).length > 0 ? { raw: true } : {}),
  };
}

const rsyslog: Service = { name: "rsyslog", change: "restart", owned: false };

/** Only root can read a haproxy.cfg with a password. haproxy reads it before it drops root's rights. */
function modeOf(balancer: LoadBalancer): string {
  const secret = balancer.stats?.user !== undefined || hasSecret(rawLinesOf(balancer));
  return secret ? "0600" : "0644";
}

/** The path of quorate's file beside your haproxy.cfg. */
function besidePath({ family }: Node): string {
  return `${families[family].haproxyFolder ?? "/etc/haproxy"}/quorate.cfg`;
}

/** Makes haproxy load a second file. systemd splits the value of `$CONFIG` at its blanks. */
function secondFile(path: string, { family }: Node): UnitFile[] {
  if (families[family].haproxyFolder !== undefined) return [];
  return [rootFile(dropIn, "0644", ["[Service]", `Environment="CONFIG=${mainPath} -f ${path}"`])];
}

function nonlocalBind(binds: readonly Endpoint[]): Sysctl[] {
  const ipv6 = binds.some(({ address }) => address.includes(":"));
  return ["net.ipv4.ip_nonlocal_bind", ...(ipv6 ? ["net.ipv6.ip_nonlocal_bind"] : [])].map((key) => ({
    key,
    value: "1",
  }));
}

/** @param beside under another name than guides give it, for the file may be yours */
function sysctlFile(sysctls: readonly Sysctl[], beside: boolean): UnitFile {
  return rootFile(
    `/etc/sysctl.d/98-${beside ? "quorate-" : ""}nonlocalbind.conf`,
    "0644",
    sysctls.map(({ key, value }) => `${key} = ${value}`),
  );
}

/** Debian's package brings its own drop-in 49-haproxy.conf; `stop` keeps rsyslog from writing a line twice. */
function logFiles({ log }: LoadBalancer, { family }: Node): UnitFile[] {
  return [
    rootFile("/etc/rsyslog.d/01-haproxy.conf", "0644", [
      `if $syslogfacility-text == "${log.facility}" and $programname startswith "haproxy" then {`,
      '    action(type="omfile" file="/var/log/haproxy.log")',
      "    stop",
      "}",
    ]),
    // The package's own file has this path in both families.
    rootFile("/etc/logrotate.d/haproxy", "0644", [
      "/var/log/haproxy.log {",
      "    daily",
      "    rotate 7",
      "    missingok",
      "    notifempty",
      "    compress",
      "    delaycompress",
      "    postrotate",
      `        ${families[family].rsyslogRotate}`,
      "    endscript",
      "}",
    ]),
  ];
}
