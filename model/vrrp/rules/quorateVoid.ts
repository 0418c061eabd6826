import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { WrittenGroup } from "../schema";
import { trackPath } from "../track";

/** In a partition of one, the lowest priority is also the highest. */
export const vrrpQuorateVoid: PartRule<WrittenGroup> = {
  name: "vrrp-quorate-void",
  title: "A check of quorum must ask a corosync that this stack configures, and mean FAULT",
  judgePart({ name, track, corosync }) {
    const path = ["vrrp", name, "track"];
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
      return [...(weight === 0 ? [] : [weighs]), ...(corosync ? [] : [asksNothing])];
    });
  },
};
