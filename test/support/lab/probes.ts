import { addresses, inClient, privateKeyFile, waitFor } from "../../../lab";

export const nodes = ["n1", "n2", "n3"] as const;
export const vips = { ui: "192.0.2.100", ssh: "192.0.2.101" } as const;

/** The first node of each VIP in the standard stack. */
export const first = { ui: "n1", ssh: "n2" } as const;

/** The nodes that have an address. */
export async function holders(address: string): Promise<string[]> {
  const held = await Promise.all(
    nodes.map(async (node) => ((await addresses(node)).includes(address) ? [node] : [])),
  );
  return held.flat();
}

/** The node whose web UI answers the client at an address; "" without an answer. */
export async function web(address: string): Promise<string> {
  const { stdout } = await inClient([
    "curl",
    "--silent",
    "--insecure",
    "--max-time",
    "10",
    `https://${address}:8006/`,
  ]);
  return /<title>(\S+) - Proxmox/.exec(stdout)?.[1] ?? "";
}

const options = ["BatchMode=yes", "ConnectTimeout=10", "LogLevel=ERROR", "IdentitiesOnly=yes"];
/** Each node that answers at a VIP shows its own host key. */
const anyHost = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"];

/** The arguments of a login at an address, without the remote command. */
export function sshArguments(address: string, port: number, from?: string): string[] {
  const flags = [...options, ...anyHost].flatMap((option) => ["-o", option]);
  const source = from === undefined ? [] : ["-b", from];
  return ["ssh", "-i", privateKeyFile, ...flags, ...source, "-p", String(port), `admin@${address}`];
}

/** The node that an SSH login at an address reaches; "" without a login. */
export async function login(address: string, port = 22, from?: string): Promise<string> {
  const { stdout, exitCode } = await inClient([...sshArguments(address, port, from), "hostname"], {
    timeoutMs: 30_000,
  });
  return exitCode === 0 ? stdout : "";
}

/** Waits until only this node has the VIP, and the VIP's service answers the client. */
export async function heldBy(vip: keyof typeof vips, node: string): Promise<void> {
  const address = vips[vip];
  let seen = "";
  await waitFor(
    async () => {
      const held = await holders(address);
      seen = `held by ${held.join(" and ") || "nobody"}`;
      if (held.join() !== node) return false;
      const answer = await (vip === "ui" ? web(address) : login(address));
      seen += `, answered by ${answer || "nobody"}`;
      return vip === "ui" ? answer === node : answer !== "";
    },
    { what: () => `${address} to be held by ${node} and to answer; it is ${seen}` },
  );
}

/** Waits until each VIP of the standard stack is on its first node. */
export async function settled(): Promise<void> {
  await Promise.all([heldBy("ui", first.ui), heldBy("ssh", first.ssh)]);
}
