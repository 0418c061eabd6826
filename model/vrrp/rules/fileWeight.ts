import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { WrittenGroup } from "../schema";

export const vrrpFileWeight: PartRule<WrittenGroup> = {
  name: "vrrp-file-weight",
  title: "A file that drains a node must not raise its priority",
  judgePart({ name, track }) {
    return track.flatMap(({ file, weight = 0 }, index) => {
      if (file === undefined || weight <= 0) return [];
      const message = `${String(weight)} would raise the priority of a node that you drain; write 0, which means FAULT, or less`;
      return [{ path: printPath(["vrrp", name, "track", index, "weight"]), message }];
    });
  },
};
