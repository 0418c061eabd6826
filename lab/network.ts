import { existsSync, rmSync, writeFileSync } from "node:fs";
import { command, must } from "./command";
import { client, lan, namespace, run } from "./place";
import { checkNode } from "./record";
import { prefixLength, type Topology } from "./topology";

const exists = (name: string): boolean => existsSync(`/run/netns/${name}`);

/** The namespaces of a topology. */
export const namespaces = ({ nodes }: Topology): string[] => [
  lan,
  client,
  ...Object.keys(nodes).map(namespace),
];

/** @throws Error if this machine makes no network namespaces, or if one of the lab's names is taken */
export async function checkNetwork(names: string[]): Promise<void> {
  const { exitCode, stderr } = await command(["unshare", "--net", "--mount", "true"]);
  if (exitCode !== 0) {
    throw new Error(
      `this machine lets us make no network namespaces (${stderr}). In a container, start it with --privileged; ` +
        "else run on a machine or VM of your own",
    );
  }
  const taken = names.filter(exists);
  if (taken.length === 0) return;
  throw new Error(
    `these network namespaces exist and are not the lab's: ${taken.join(", ")}. ` +
      `If nothing of yours uses them (ip netns pids ${taken[0]}), delete them: ` +
      taken.map((name) => `ip netns delete ${name}`).join("; "),
  );
}

/** Makes the missing parts of the bridge and the client, each in its namespace. */
export async function raiseNetwork(topology: Topology): Promise<void> {
  if (!exists(lan)) await must(["ip", "netns", "add", lan]);
  const has = async (name: string, link: string): Promise<boolean> =>
    (await command(["ip", "-n", name, "link", "show", link])).exitCode === 0;

  for (const bridge of ["lan", "lan2"]) {
    if (!(await has(lan, bridge)))
      await must(["ip", "-n", lan, "link", "add", bridge, "type", "bridge", "mcast_snooping", "0"]);
    await must(["ip", "-n", lan, "link", "set", bridge, "up"]);
  }
  if (!exists(client)) await must(["ip", "netns", "add", client]);
  if (!(await has(client, "eth0"))) {
    await must([
      "ip",
      "-n",
      lan,
      "link",
      "add",
      "client",
      "type",
      "veth",
      "peer",
      "name",
      "eth0",
      "netns",
      client,
    ]);
  }
  await must(["ip", "-n", lan, "link", "set", "client", "master", "lan", "up"]);
  await must(["ip", "-n", client, "link", "set", "lo", "up"]);
  await must(["ip", "-n", client, "address", "replace", `${topology.client}/${prefixLength}`, "dev", "eth0"]);
  await must(["ip", "-n", client, "link", "set", "eth0", "up"]);
}

/** Removes a node's cable and namespace, as they go when the node is off. */
export async function unplug(node: string): Promise<void> {
  for (const port of [node, `${node}-2`])
    if (exists(lan)) await command(["ip", "-n", lan, "link", "delete", port]);
  if (!exists(namespace(node))) return;
  const { stderr } = await command(["ip", "netns", "delete", namespace(node)]);
  // The node's keeper, just about to end, removes them as well.
  if (exists(namespace(node))) throw new Error(stderr);
}

/** Removes the client and the bridge. */
export async function lowerNetwork(): Promise<void> {
  for (const name of [client, lan]) if (exists(name)) await must(["ip", "netns", "delete", name]);
}

const cutMark = (node: string): string => `${run}/${node}/cut`;

/** Pulls a node's cable, on the side of the switch; it stays pulled over a reboot. */
export async function cut(node: string): Promise<void> {
  checkNode(node);
  writeFileSync(cutMark(node), "");
  if (exists(namespace(node))) await must(["ip", "-n", lan, "link", "set", node, "down"]);
}

/** Plugs a node's cable in again. */
export async function heal(node: string): Promise<void> {
  checkNode(node);
  rmSync(cutMark(node), { force: true });
  if (exists(namespace(node))) await must(["ip", "-n", lan, "link", "set", node, "up"]);
}

/** The rules by which the switches drop every frame between two groups of nodes; all other frames pass. */
const partition = (groups: readonly (readonly string[])[]): string =>
  [
    "table bridge lab {",
    "  chain forward {",
    "    type filter hook forward priority 0;",
    ...groups.flatMap((group, index) =>
      groups
        .filter((_, other) => other !== index)
        .map((other) => `    iifname { ${ports(group)} } oifname { ${ports(other)} } drop`),
    ),
    "  }",
    "}",
  ].join("\n");

const ports = (group: readonly string[]): string => group.flatMap((node) => [node, `${node}-2`]).join(", ");

/** Parts groups of nodes from each other, on both networks. A node in no group reaches all of them. */
export async function part(...groups: readonly (readonly string[])[]): Promise<void> {
  groups.flat().forEach(checkNode);
  await rejoin();
  await must(["ip", "netns", "exec", lan, "nft", "-f", "-"], { input: partition(groups) });
}

/** Ends every partition. */
export async function rejoin(): Promise<void> {
  await command(["ip", "netns", "exec", lan, "nft", "delete", "table", "bridge", "lab"]);
}
