import type { Endpoint, LoadBalancer, Node } from "../../model";
import { statsBinds } from "../../model/haproxy/loadBalancer";
import { everywhere, printEndpoint } from "../../model/address";
import type { Service, Sysctl, Unit, UnitFile } from "../../agent/unit";
import { families } from "../families";
import { rootFile } from "../file";
import { haproxyConfig } from "./config";

const configPath = "/etc/haproxy/haproxy.cfg";

/** haproxy on one of its nodes, with the sysctl that lets a BACKUP bind the VIPs, and its log. */
export function loadBalancer(balancer: LoadBalancer, node: Node): Unit {
  if (!balancer.nodes.includes(node.name)) throw new TypeError(`${node.name} doesn't run the load balancer`);
  const { packages } = families[node.family];
  const binds = [
    ...balancer.frontends.flatMap(({ bind }) => bind),
    ...statsBinds(balancer.stats, node.address),
  ];
  const sysctls = nonlocalBind(binds);
  const logged = balancer.log.file;
  return {
    name: "haproxy",
    family: node.family,
    packages: [packages.haproxy, ...(logged ? [packages.rsyslog, packages.logrotate] : [])],
    users: [],
    directories: [],
    files: [configFile(balancer, node), sysctlFile(sysctls), ...(logged ? logFiles(balancer, node) : [])],
    sysctls,
    validations: [`haproxy -c -f ${configPath}`, ...(logged ? ["rsyslogd -N1"] : [])],
    services: [...(logged ? [rsyslog] : []), { name: "haproxy", change: "reload", owned: true }],
    verifications: [
      ...sysctls.map(({ key, value }) => ({ sysctl: key, value })),
      { active: "haproxy" },
      ...binds.map(({ address, port }) => ({ listening: printEndpoint(address, port), process: "haproxy" })),
    ],
    claims: binds
      .filter(({ address }) => !everywhere.includes(address))
      .map(({ address, port }) => ["listen", printEndpoint(address, port)] as const),
  };
}

const rsyslog: Service = { name: "rsyslog", change: "restart", owned: false };

/** Only root can read a haproxy.cfg with a password. haproxy reads it before it drops root's rights. */
function configFile(balancer: LoadBalancer, node: Node): UnitFile {
  const mode = balancer.stats?.user === undefined ? "0644" : "0600";
  return rootFile(configPath, mode, haproxyConfig(balancer, node));
}

function nonlocalBind(binds: readonly Endpoint[]): Sysctl[] {
  const ipv6 = binds.some(({ address }) => address.includes(":"));
  return ["net.ipv4.ip_nonlocal_bind", ...(ipv6 ? ["net.ipv6.ip_nonlocal_bind"] : [])].map((key) => ({
    key,
    value: "1",
  }));
}

function sysctlFile(sysctls: readonly Sysctl[]): UnitFile {
  return rootFile(
    "/etc/sysctl.d/98-nonlocalbind.conf",
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
