import { names } from "../../cluster/cluster";
import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { WrittenHa } from "./written";

export const haNodeUnknown: PartRule<WrittenHa> = {
  name: "ha-node-unknown",
  title: "HA must name nodes of the cluster",
  judgePart({ config }, { nodes }) {
    const named = [
      ...Object.entries(config.resources).map(([sid, { prefer }]) => ({
        path: ["ha", "resources", sid, "prefer"],
        nodes: prefer,
      })),
      ...Object.entries(config.rules).map(([rule, own]) => ({
        path: ["ha", "rules", rule, "nodes"],
        ...own,
      })),
    ];
    return named.flatMap(({ path, nodes: priorities = {} }) =>
      Object.keys(priorities)
        .filter((node) => !nodes.some(({ name }) => name === node))
        .map((node) => ({
          path: printPath([...path, node]),
          message: `${node} is no node of the cluster, so Proxmox VE refuses the rule; write one of ${names(nodes)}`,
        })),
    );
  },
};
