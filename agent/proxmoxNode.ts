import type { Cluster, Host } from "../model";
import { type Answers, askAll } from "./answers";
import { connectionTo } from "./connection";
import { asRoot } from "./program";
import { disksScript, type LocalDisk, localDisks } from "./proxmoxDisks";
import { run } from "./ssh";

/** A node of Proxmox VE, as far as the API's users must know it beforehand. */
export interface ProxmoxNode {
  /** Such as 9.1.6. */
  readonly version: string;
  /** The certificate of the CA that signed the certificate of the node's API. PEM. */
  readonly ca: string;
  /** All guests of the cluster, as vm:100 or ct:101. Undefined if the node doesn't tell. */
  readonly guests?: ReadonlySet<string>;
  /** Disks of the guests that you asked for, on one node alone and without a replication job. By guest. */
  readonly localDisks: ReadonlyMap<string, readonly LocalDisk[]>;
}

const script = [
  'version=$(pveversion 2>/dev/null) || { echo "it has no pveversion, so it is no node of Proxmox VE" >&2; exit 1; }',
  'echo "version $version"',
  'echo "guests $(tr -d "\\n" </etc/pve/.vmlist 2>/dev/null)"',
  'cat /etc/pve/pve-root-ca.pem || { echo "quorate needs this CA to recognize the API" >&2; exit 1; }',
  disksScript,
].join("\n");

/**
 * Asks all nodes at once over SSH, also nodes without quorate. Never rejects.
 * @param guests whose disks to look at, as vm:100 or ct:101
 */
export function askProxmoxNodes(
  { nodes }: Cluster,
  guests: readonly string[],
): Promise<Answers<ProxmoxNode>> {
  const ids = guests.map((sid) => sid.replace(/^.*:/, ""));
  return askAll({ nodes, witnesses: [] }, (node) => askNode(node, ids));
}

async function askNode(node: Host, ids: readonly string[]): Promise<ProxmoxNode> {
  const command = asRoot(node.ssh.become, ["sh -s", ...ids].join(" "));
  const answer = await run(connectionTo(node), command, { input: script });
  if (answer.exitCode !== 0) throw new Error(answer.stderr.trim());
  return parseProxmoxNode(answer.stdout);
}

/** Reads the script's output. */
export function parseProxmoxNode(text: string): ProxmoxNode {
  const [, version = ""] = /^version pve-manager\/([\w.~-]+)\//m.exec(text) ?? [];
  const [, list = ""] = /^guests (.*)$/m.exec(text) ?? [];
  const [ca = ""] = /-----BEGIN CERTIFICATE-----[^]*-----END CERTIFICATE-----\n?/.exec(text) ?? [];
  const guests = list === "" ? {} : { guests: guestsIn(list) };
  return { version, ca, ...guests, localDisks: localDisks(text) };
}

/** /etc/pve/.vmlist of pmxcfs. */
function guestsIn(list: string): Set<string> {
  const { ids = {} } = JSON.parse(list) as { ids?: Record<string, { type: string }> };
  return new Set(Object.entries(ids).map(([id, { type }]) => `${type === "lxc" ? "ct" : "vm"}:${id}`));
}
