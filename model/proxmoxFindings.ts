import type { Cluster } from "./cluster";
import type { Finding } from "./finding";
import * as limits from "./limits";
import type { QuorumConfig } from "./schema/quorum";

/** What `pvecm` refuses, on platform proxmox. */
export function proxmoxFindings({ qdevice }: QuorumConfig, { platform, name, nodes }: Cluster): Finding[] {
  if (platform !== "proxmox") return [];
  const findings: Finding[] = [];
  if (name.length > limits.proxmoxClusterName) {
    const message = `"${name}" has ${String(name.length)} characters, and pvecm takes at most ${String(limits.proxmoxClusterName)}`;
    findings.push({ code: "PROXMOX_CLUSTER_NAME", path: "cluster.name", message });
  }
  if (qdevice !== undefined && nodes.length % 2 === 1) {
    const message = `pvecm sets a qdevice up for an even number of nodes only, and these are ${String(nodes.length)}: leave quorum.qdevice out, or add a node`;
    findings.push({ code: "PROXMOX_QDEVICE_ODD", path: "quorum.qdevice", message });
  }
  return findings;
}
