import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { WrittenHa } from "./written";

export const haResourceUnknown: PartRule<WrittenHa> = {
  name: "ha-resource-unknown",
  title: "A rule must be about guests that HA manages",
  judgePart({ config: { resources, rules } }) {
    return Object.entries(rules).flatMap(([name, rule]) =>
      rule.resources.flatMap((sid, index) =>
        resources[sid] === undefined
          ? [
              {
                path: printPath(["ha", "rules", name, "resources", index]),
                message: `${sid} isn't under ha.resources, and Proxmox VE refuses a rule on a guest that HA doesn't manage; add it there, or take it out here`,
              },
            ]
          : [],
      ),
    );
  },
};
