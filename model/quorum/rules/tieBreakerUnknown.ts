import type { PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

/** A tie-breaker may only name node ids from the configuration. Assigned ids may change. */
export const quorumTieBreakerUnknown: PartRule<QuorumConfig> = {
  name: "quorum-tie-breaker-unknown",
  title: "A tie-breaker must be the nodeId that you write at a node",
  judgePart({ autoTieBreakerNode, qdevice }, { nodes }) {
    const wanted = [
      ...(Array.isArray(autoTieBreakerNode) ? autoTieBreakerNode : []).map((id) => ({
        id,
        path: "quorum.autoTieBreakerNode",
      })),
      ...(typeof qdevice?.tieBreaker === "number"
        ? [{ id: qdevice.tieBreaker, path: "quorum.qdevice.tieBreaker" }]
        : []),
    ];
    return wanted
      .filter(({ id }) => !nodes.some(({ nodeId }) => nodeId === id))
      .map(({ id, path }) => ({
        path,
        message: `no node has nodeId: ${String(id)}, so the tie-breaker would be no node; write that nodeId at a node (cluster.nodes.<node>.nodeId)`,
      }));
  },
};
