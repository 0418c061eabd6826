import { isStructure } from "../configurationChanges";
import type { Configuration } from "../versions";

const part = (value: unknown, key: string): Readonly<Record<string, unknown>> => {
  const found = isStructure(value) ? value[key] : undefined;
  return isStructure(found) ? found : {};
};

const nodesOf = (configuration: Configuration): string[] =>
  Object.keys(part(configuration["quorate:cluster"], "nodes"));

const isClustered = (configuration: Configuration): boolean => {
  const cluster = configuration["quorate:cluster"];
  return (
    isStructure(cluster) && cluster["platform"] === "proxmox" && configuration["quorate:quorum"] !== undefined
  );
};

/**
 * The changes that no update takes back, in sentences. Proxmox VE has no safe way to undo a join. A node that left its
 * cluster must be installed anew before it joins again (Proxmox VE Administration Guide, "Remove a Cluster Node").
 */
export function irreversible(present: Configuration, wanted: Configuration): string[] {
  if (!isClustered(present)) return [];
  if (!isClustered(wanted))
    return ["that version has no Proxmox cluster, and the nodes can't leave theirs; keep quorate:quorum"];
  const [now, then] = [nodesOf(present), nodesOf(wanted)];
  const joined = now.filter((node) => !then.includes(node));
  const left = then.filter((node) => !now.includes(node));
  return [
    ...joined.map(
      (node) =>
        `${node} joined the Proxmox cluster after that version; run \`pvecm delnode ${node}\` first, by Proxmox's guide`,
    ),
    ...left.map(
      (node) =>
        `${node} left the Proxmox cluster after that version; install it anew, and add it to the configuration instead`,
    ),
  ];
}
