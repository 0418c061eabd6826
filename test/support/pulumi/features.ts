import { nodes } from "../lab/probes";
import type { Edit, Stack } from "./labStack";

/** Addresses of the groups in addition to the standard stack. */
export const featureVips = {
  swift: "192.0.2.110",
  checked: "192.0.2.111",
  inside: "192.0.2.112",
  outside: "198.51.100.112",
  patient: "192.0.2.113",
} as const;

/** Logs to journald when the node's state in `swift` changes. The last word is the user of the script. */
const say = (state: string): string => `logger -t vrrp-notify "${state} $(id -un)"`;

const vrrp: Partial<Stack["vrrp"]> = {
  swift: {
    network: "lan",
    virtualRouterId: 70,
    version: 3,
    advertInt: 0.2,
    virtualIpaddress: `${featureVips.swift}/24`,
    order: ["n3", "n1", "n2"],
    nopreempt: true,
    track: [{ interface: "eth1" }],
    notify: { master: { script: say("master"), user: "root" }, backup: say("backup"), fault: say("fault") },
  },
  checked: {
    network: "lan",
    virtualRouterId: 71,
    version: 3,
    advertInt: 0.2,
    virtualIpaddress: `${featureVips.checked}/24`,
    order: ["n2", "n1", "n3"],
    track: [
      { systemd: "checked-unit", interval: 1, fall: 1, rise: 1 },
      { tcp: 9001, interval: 1, fall: 1, rise: 1 },
      { http: { port: 9002, path: "/" }, interval: 1, fall: 1, rise: 1 },
      { https: { port: 8006, insecure: true }, interval: 1, fall: 1, rise: 1 },
    ],
  },
  inside: {
    network: "lan",
    virtualRouterId: 72,
    virtualIpaddress: `${featureVips.inside}/24`,
    order: ["n1", "n2", "n3"],
    authPass: { secret: true },
    syncGroup: "pair",
  },
  outside: {
    network: "storage",
    virtualRouterId: 72,
    virtualIpaddress: `${featureVips.outside}/24`,
    order: ["n1", "n2", "n3"],
    unicast: true,
    syncGroup: "pair",
  },
  patient: {
    network: "lan",
    virtualRouterId: 73,
    virtualIpaddress: `${featureVips.patient}/24`,
    order: ["n2", "n3", "n1"],
    preemptDelay: 5,
  },
};

/**
 * The standard stack with all further features of the articles that started this project.
 * @param secrets as `pulumi config set --secret` writes them
 */
export const features =
  (secrets: object): Edit =>
  (stack) => {
    const storage = { subnet: "198.51.100.0/24", interface: "eth1" };
    stack.cluster.networks = { lan: { subnet: "192.0.2.0/24", interface: "eth0" }, storage };
    for (const node of nodes) {
      const address = `.1${node.slice(1)}`;
      stack.cluster.nodes[node] = {
        address: `192.0.2${address}`,
        networks: { storage: { address: `198.51.100${address}` } },
      };
    }
    for (const group of Object.values(stack.vrrp)) group.network = "lan";
    Object.assign(stack.vrrp, vrrp);
    stack.haproxy.frontends["ui"] = { bind: "192.0.2.101:443", defaultBackend: "ui" };
    stack.haproxy.backends["ui"] = {
      balance: "roundrobin",
      check: { https: { path: "/" }, inter: "2s", fall: 2, rise: 1 },
      stick: { source: {} },
      nodes: 8006,
    };
    stack.haproxy.stats = { prometheus: true, auth: { user: "admin", password: { secret: true } } };
    stack.secrets = secrets;
  };
