import { corosyncCluster } from "../../cluster/cluster";
import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { WrittenGroup } from "../schema";
import { trackPath } from "../track";

/** In a partition of one, the lowest priority is also the highest. */
export const vrrpQuorateVoid: PartRule<WrittenGroup> = {
  name: "vrrp-quorate-void",
  title: "A check of quorum must ask a corosync that this stack configures, and mean FAULT",
  judgePart({ name, track, corosync, order, priority = {} }, cluster) {
    const path = ["vrrp", name, "track"];
    const members = corosyncCluster(cluster).nodes.map((node) => node.name);
    const outside = (order ?? Object.keys(priority)).filter((node) => !members.includes(node));
    return track.flatMap((check, index) => {
      if (check.quorate === undefined) return [];
      const weight = check.weight ?? 0;
      const weighs = {
        path: printPath([...path, index, "weight"]),
        message: `${String(weight)} lowers the node's priority, which moves no address if the node is alone in its partition; write 0, which means FAULT, or leave it out`,
      };
      const asksNothing = {
        path: trackPath(name, { name: check.name ?? "quorate" }),
        message:
          "asks corosync, which this stack doesn't configure, so no node would ever hold the addresses; write quorate:quorum, or leave the check out",
      };
      const notThere = {
        ...asksNothing,
        message: `asks corosync, which ${outside.join(", ")} ${outside.length === 1 ? "doesn't" : "don't"} run beside nodes of Proxmox VE and so would never hold the addresses; leave the check or these nodes out`,
      };
      return [
        ...(weight === 0 ? [] : [weighs]),
        ...(corosync ? [] : [asksNothing]),
        ...(corosync && outside.length > 0 ? [notThere] : []),
      ];
    });
  },
};
