import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { parseCluster, parseVrrpGroup } from "../../model";

const cluster = parseCluster({
  name: "lab",
  platform: "debian",
  ssh: { hostKeys: "known_hosts" },
  networks: {
    lan: { subnet: "192.0.2.0/24", interface: "eth0" },
    san: { subnet: "198.51.100.0/24", interface: "eth1" },
  },
  nodes: {
    n1: { address: "192.0.2.11", networks: { san: { address: "198.51.100.11" } } },
    n2: { address: "192.0.2.12", networks: { san: { address: "198.51.100.12" } } },
  },
});

/** The props with which a `VrrpGroup` of that name would register itself. */
export function vrrpGroupProps(name: string, more: object = {}): Record<string, unknown> {
  const input = {
    network: "lan",
    virtualRouterId: 51,
    virtualIpaddress: ["192.0.2.100/24"],
    order: ["n1", "n2"],
    ...more,
  };
  const group = parseVrrpGroup(name, input, cluster);
  const subnets = cluster.networks.find((network) => network.name === group.network)?.subnets;
  return { group, subnets };
}

interface Registered {
  readonly name: string;
  readonly props: Record<string, unknown>;
  readonly type?: string;
}

/** What the policy reports of each resource, in the order in which they are registered. */
export async function violations(
  policy: ResourceValidationPolicy,
  resources: readonly Registered[],
): Promise<string[][]> {
  const validate = policy.validateResource;
  if (typeof validate !== "function") throw new TypeError(`${policy.name} has no single validation`);
  const found: string[][] = [];
  for (const { name, props, type = "quorate:keepalived:VrrpGroup" } of resources) {
    const reported: string[] = [];
    const urn = `urn:pulumi:test::quorate::${type}::${name}`;
    const args = { type, urn, name, props } as unknown as ResourceValidationArgs;
    await validate(args, (message) => reported.push(message));
    found.push(reported);
  }
  return found;
}
