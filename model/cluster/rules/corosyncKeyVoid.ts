import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { ClusterConfig } from "../schema";

/** votes has a default, so its own number counts as written. */
export const clusterCorosyncKeyVoid: PartRule<ClusterConfig> = {
  name: "cluster-corosync-key-void",
  title: "A node that isn't a member of corosync must have no votes, nodeId and links",
  judgePart({ nodes, platform: usual }) {
    if (usual !== "proxmox") return [];
    return Object.entries(nodes).flatMap(([name, { platform = usual, votes, nodeId, links }]) => {
      if (platform === "proxmox") return [];
      const written = {
        votes: votes !== 1,
        nodeId: nodeId !== undefined,
        links: Object.keys(links).length > 0,
      };
      return Object.entries(written)
        .filter(([, there]) => there)
        .map(([key]) => ({
          path: printPath(["cluster", "nodes", name, key]),
          message: `has no effect, because ${name} has platform ${platform} and corosync's members are the nodes of Proxmox VE; leave it out, or leave its platform out`,
        }));
    });
  },
};
