import { ProxmoxCluster, VrrpGroup } from "../../../../components";

const directory = `${__dirname}/../../../../.lab`;
const ssh = { privateKeyFile: `${directory}/id_ed25519`, hostKeys: `${directory}/known_hosts` };
const networks = { lan: { subnet: "192.0.2.0/24", interface: "eth0" } };

/** Each is right by itself; the whole network shows the mistake. */
function site(name: string, nodes: Record<string, { address: string }>, address: string): void {
  const cluster = new ProxmoxCluster(name, { name, platform: "debian", ssh, networks, nodes });
  new VrrpGroup(`${name}-web`, {
    cluster,
    virtualRouterId: 77,
    virtualIpaddress: [address],
    order: Object.keys(nodes),
  });
}

site("left", { n1: { address: "192.0.2.11" }, n2: { address: "192.0.2.12" } }, "192.0.2.110/24");
site("right", { n2: { address: "192.0.2.12" }, n3: { address: "192.0.2.13" } }, "192.0.2.111/24");
