import type { Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** corosync.conf(5), nodelist: up to eight links. With one link its switch is the cluster's single point of failure. */
export const quorumLinks: Rule<Quorum> = {
  name: "quorum-links",
  title: "Nodes must have more than one link",
  why:
    "With one link its switch, cable or interface is a single point of failure. All nodes lose quorum at " +
    "once, and Proxmox's HA manager resets every node with guests to guard. quorate can't see a bond, " +
    "which is a second link, so this is advice.",
  judge(clusters) {
    return clusters.flatMap(({ path, nodes }) => {
      const single = nodes.filter(({ addresses }) => addresses.length === 1).map(({ name }) => name);
      if (single.length === 0) return [];
      const message = `${single.join(", ")} ${single.length === 1 ? "has" : "have"} one link, whose failure stops all nodes; write ring1_addr on another network`;
      return [{ path, message }];
    });
  },
};
