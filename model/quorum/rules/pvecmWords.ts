import { printPath } from "../../finding";
import type { QuorumConfig } from "../schema";
import type { PartRule } from "../../rule";

/** PVE::Corosync, parse_conf: a value is one word. With a longer value `pvecm` refuses every later subcommand. */
export const quorumPvecmWords: PartRule<QuorumConfig> = {
  name: "quorum-pvecm-words",
  title: "A value in the corosync.conf of Proxmox VE must be one word",
  judgePart(config, { platform }) {
    if (platform !== "proxmox") return [];
    return valuesOf(config)
      .filter(({ value }) => /\s/.test(value.trim()))
      .map(({ path, value, instead }) => ({
        path: printPath(path),
        message: `"${value}" is more than one word, and pvecm couldn't read corosync.conf any more; write ${instead}`,
      }));
  },
};

function valuesOf({ autoTieBreakerNode, qdevice }: QuorumConfig) {
  const execs = Object.entries(qdevice?.heuristics?.execs ?? {});
  return [
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
}
