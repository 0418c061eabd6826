import { Answers } from "../../../agent/answers";
import { ProxmoxCluster, VrrpGroup } from "../../../components";

/** Each configuration is right. Only the pack sees that the two share a segment. */
for (const [name, first] of [
  ["edge", 11],
  ["core", 21],
] as const) {
  const nodes = [`${name}1`, `${name}2`];
  const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE7nF1Yd2Jm0cDq0v8y4Tn1y9zW3hK4yqWlQF0p8kq3u";
  const cluster = new ProxmoxCluster(name, {
    name,
    platform: "debian",
    networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
    nodes: Object.fromEntries(
      nodes.map((node, index) => [node, { address: `192.0.2.${String(first + index)}`, hostKey }]),
    ),
    // There is no node to ask.
    facts: () => Promise.resolve(new Answers(new Map())),
  });
  new VrrpGroup(`${name}-gateway`, {
    cluster,
    virtualRouterId: 51,
    virtualIpaddress: [`192.0.2.${String(first + 90)}/24`],
    order: nodes,
    track: [{ process: "pveproxy" }],
  });
}
