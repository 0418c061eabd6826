import type { Cluster } from "./cluster";
import { type Finding, printPath } from "../finding";
import * as limits from "../limits";
import type { QuorumConfig } from "../quorum/schema";

/** Values that `pvecm` refuses on platform proxmox. */
export function proxmoxFindings(config: QuorumConfig, { platform, name, nodes }: Cluster): Finding[] {
  if (platform !== "proxmox") return [];
  const { qdevice } = config;
  const findings = wordFindings(config);
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

/**
 * PVE::Corosync, parse_conf: a value is one word. With a longer value `pvecm` refuses every subcommand from then on.
 */
function wordFindings({ autoTieBreakerNode, qdevice }: QuorumConfig): Finding[] {
  const execs = Object.entries(qdevice?.heuristics?.execs ?? {});
  const values = [
    {
      path: ["quorum", "autoTieBreakerNode"],
      value: Array.isArray(autoTieBreakerNode) ? autoTieBreakerNode.join(" ") : "",
      instead: "one node id, lowest or highest",
    },
    ...execs.map(([name, value]) => ({
      path: ["quorum", "qdevice", "heuristics", "execs", name],
      value,
      instead: "the path of a script with the command in it",
    })),
  ];
  return values
    .filter(({ value }) => /\s/.test(value.trim()))
    .map(({ path, value, instead }) => ({
      code: "PROXMOX_CONF_WORDS",
      path: printPath(path),
      message: `"${value}" is more than one word, with which pvecm can't read corosync.conf any more; write ${instead}`,
    }));
}
