import { distance } from "fastest-levenshtein";

/**
 * Other words for a key: those of the daemons, of other tools, and of people. A word may stand for several keys, because
 * each place has its own.
 */
const words: Readonly<Record<string, string>> = {
  // The stack.
  vrrp: "keepalived vip vips group groups",
  haproxy: "loadbalancer lb proxy balancer",
  quorum: "corosync votequorum pvecm",
  fencing: "watchdog stonith fence nicwatchdog",
  // The cluster.
  nodes: "hosts machines members servers node",
  networks: "subnets lans network interfaces",
  witnesses: "witness qdevice qnetd arbiter arbiters",
  platform: "distribution distro os",
  subnet: "cidr range prefix network net addresses ip",
  interface: "nic iface device dev bridge port",
  address: "ip ips host hostname addr addresses ipaddress fqdn",
  hostKey: "publickey fingerprint sshhostkey",
  hostKeys: "knownhosts knownhostsfile userknownhostsfile",
  privateKeyFile: "key keyfile identityfile identity privatekey sshkey pem",
  user: "username login account remoteuser",
  agent: "sshagent forwardagent",
  become: "sudo elevate",
  bastion: "jump jumphost proxyjump proxy gateway",
  votes: "quorumvotes vote weight",
  nodeId: "id number",
  links: "rings ring ring0 ring1 ring0addr ring1addr link link0 link1 interfaces interface",
  scriptUser: "user username",
  // VRRP groups.
  virtualRouterId: "vrid routerid vrrpid id virtualrouter",
  virtualIpaddress:
    "vip vips virtualip virtualips ip ips address addresses virtualaddress floatingip ipaddress",
  advertInt: "interval advertinterval advertisementinterval",
  authPass: "password pass auth authentication secret authpassword",
  garpMasterDelay: "garpdelay vrrpgarpmasterdelay",
  garpMasterRepeat: "garprepeat vrrpgarpmasterrepeat",
  garpMasterRefresh: "garp garprefresh vrrpgarpmasterrefresh",
  useVmac: "vmac virtualmac macvlan",
  virtualRoutes: "routes route",
  virtualRules: "rules rule",
  scope: "addressscope",
  notify: "notifymaster notifybackup notifyfault notifystop notifyscript hooks hook",
  master: "notifymaster",
  fault: "notifyfault",
  stop: "notifystop",
  masterRxLowerPri: "notifymasterrxlowerpri rxlowerpri",
  all: "any notify each every",
  order: "nodes members hosts servers backups",
  priority: "priorities prio prios weights knetlinkpriority",
  track: "check checks healthcheck monitor trackscript trackprocess trackinterface vrrpscript",
  preemptDelay: "delay startupdelay holdtime failbackdelay",
  syncGroup: "sync vrrpsyncgroup group",
  // Checks of a group.
  process: "proc pidof pgrep daemon program trackprocess",
  systemd: "service unit systemctl",
  tcp: "port connect socket tcpcheck",
  http: "url httpget httpcheck",
  script: "command cmd exec shell custom vrrpscript",
  file: "drain trackfile",
  initFail: "init initstate initialstate",
  interval: "inter every period",
  rise: "successes healthythreshold",
  fall: "retries failures unhealthythreshold maxfails",
  // haproxy.
  frontends: "frontend listen listeners",
  backends: "backend pools upstreams upstream",
  timeouts: "timeout defaults",
  stats: "statistics dashboard admin",
  bind: "listen address port vip ip endpoint addresses ports",
  defaultBackend: "backend usebackend target upstream to",
  maxconn: "maxconnections connections limit",
  mode: "protocol proto type",
  balance: "algorithm lb strategy method loadbalancing",
  check: "checks healthcheck health httpchk tcpcheck probe option",
  stick: "sticky stickiness persistence sticktable affinity session",
  servers: "server members hosts targets endpoints upstreams",
  port: "hostport checkport",
  inter: "interval every period",
  serverTemplate: "template dns discovery servertemplates",
  onMarkedDown: "markeddown shutdownsessions onerror",
  slowstart: "rampup warmup",
  resolvers: "dns resolver nameservers",
  fqdn: "dns name host hostname domain address",
  count: "num number max size",
  nameservers: "nameserver servers dns",
  holdValid: "hold ttl",
  tls: "ssl https cert crt certificate certificates tlstermination",
  redirect: "httpsredirect redirects forcehttps redirectscheme",
  hosts: "acl acls host vhosts domains usebackend routes",
  certificate: "crt cert certificates pem ssl bindcrt",
  minVersion: "sslminver min minimum minver version tlsminversion",
  status: "expect code expectedstatus statuscode expectstatus",
  path: "uri url",
  host: "hostname vhost hostheader address ip witness server",
  backup: "spare standby",
  ca: "cafile cacert cabundle trust",
  notifyFifo: "fifo vrrpnotifyfifo pipe",
  syncGroups: "vrrpsyncgroup vrrpsyncgroups syncgroup",
  raw: "extra extraconfig custom lines verbatim snippet additional",
  uri: "path url",
  auth: "login user password credentials",
  // corosync.
  qdevice: "device witness qnetd arbiter",
  autoTieBreaker: "tiebreaker atb tie",
  expectedVotes: "expected",
  token: "timeout tokentimeout",
  tokenRetransmitsBeforeLossConst: "retransmits tokenretransmits tokenretransmit retries",
  linkMode: "rrpmode mode knetmode linkpolicy",
  netmtu: "mtu knetmtu",
  ipVersion: "ipfamily family",
  logging: "log logs syslog logfile debug",
  logfile: "file path log",
  timestamp: "timestamps time",
  transport: "knettransport protocol proto",
  pingInterval: "knetpinginterval interval",
  pingTimeout: "knetpingtimeout timeout",
  pingPrecision: "knetpingprecision precision",
  pongCount: "knetpongcount pongs",
  crypto: "encryption secauth cipher cryptocipher cryptohash hash",
  acceptTwoNodes: "accept accepted reason",
  // Fencing.
  nicWatchdog: "watchdog nic",
  misses: "retries failures threshold fall",
  startDelay: "delay bootdelay",
};

/** The known key that `name` means: by another word for it, or written a little differently. Undefined if none. */
export function meant(name: string, known: readonly string[]): string | undefined {
  const own = plain(name);
  return (
    known.find((key) => plain(key) === own) ??
    known.find((key) => (words[key] ?? "").split(" ").includes(own)) ??
    known.find((key) => isTypo(own, plain(key)))
  );
}

function plain(text: string): string {
  return text.replace(/[-_.\s]/g, "").toLowerCase();
}

/** A letter or two apart, or two swapped. Short words are different words then: port isn't host. */
function isTypo(name: string, key: string): boolean {
  if (name.length < 4 || (name.length < 6 && name[0] !== key[0])) return false;
  const swapped = name !== key && sorted(name) === sorted(key);
  return swapped || distance(name, key) <= (name.length < 9 ? 1 : 2);
}

function sorted(text: string): string {
  return Array.from(text).sort().join("");
}
