import type { Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** Proxmox's HA manager fences a node that loses quorum. With two_node a lone node keeps quorum. */
export const quorumHaResources: Rule<Quorum> = {
  name: "quorum-ha-resources",
  title: "A cluster with Proxmox HA resources must take quorum from a lone node",
  why:
    "Proxmox's HA manager relies on the loss of quorum: the watchdog then resets the node, and its guests " +
    "start elsewhere. With two_node a lone node keeps quorum, so both nodes run the same guest on the same " +
    "disk. The article that tries it shows a container running twice.",
  items: ({ quorum }) => (quorum ? [quorum] : []),
  judge(clusters) {
    return clusters
      .filter(({ twoNode, haResources }) => twoNode && haResources.length > 0)
      .map(({ path, haResources }) => ({
        path,
        message: `two_node beside the HA resources ${haResources.join(", ")}: two nodes without contact would both run them; write a qdevice in place of two_node, or leave HA out`,
      }));
  },
};
