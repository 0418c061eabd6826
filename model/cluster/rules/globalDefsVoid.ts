import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { ClusterConfig } from "../schema";

export const clusterGlobalDefsVoid: PartRule<ClusterConfig> = {
  name: "cluster-global-defs-void",
  title: "Global options beside your own keepalived.conf must not be written",
  judgePart({ existing: { keepalived }, globalDefs: { notifyFifo, raw } }) {
    if (keepalived !== "keep" || (notifyFifo === undefined && raw.length === 0)) return [];
    const message =
      "has notifyFifo or raw, and your own keepalived.conf keeps its global_defs; write them there, or existing: {keepalived: replace}";
    return [{ path: printPath(["cluster", "globalDefs"]), message }];
  },
};
