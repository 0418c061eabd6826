/**
 * quorate's components in a program of your own: a TLS passthrough to the nodes' web UI, behind a VIP. haproxy keeps
 * each client on its first node. The program needs only this file and a stack.
 */
import { LoadBalancer, ProxmoxCluster, VrrpGroup } from "quorate";

const cluster = new ProxmoxCluster("pve", {
  name: "pve",
  platform: "debian",
  ssh: { privateKeyFile: "../../.lab/id_ed25519", hostKeys: "../../.lab/known_hosts" },
  networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
  nodes: {
    n1: { address: "192.0.2.11" },
    n2: { address: "192.0.2.12" },
    n3: { address: "192.0.2.13" },
  },
});

const address = "192.0.2.110";

const balancer = new LoadBalancer("haproxy", {
  cluster,
  virtualAddresses: [address],
  frontends: { ui: { bind: `${address}:443`, defaultBackend: "ui" } },
  backends: {
    ui: { check: { https: { path: "/" } }, balance: "source", stick: { source: {} }, nodes: 8006 },
  },
});

new VrrpGroup("web", {
  cluster,
  virtualRouterId: 60,
  virtualIpaddress: [`${address}/24`],
  order: ["n1", "n2", "n3"],
  track: [{ process: "haproxy" }],
  after: [...balancer.units.values()],
});

cluster.listUnits();
