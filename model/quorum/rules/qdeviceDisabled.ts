import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

/** votequorum(5), auto_tie_breaker and last_man_standing. */
export const quorumQdeviceDisabled: PartRule<QuorumConfig> = {
  name: "quorum-qdevice-disabled",
  title: "A qdevice must be without autoTieBreaker and lastManStanding",
  judgePart(config) {
    const disabling = ["autoTieBreaker", "lastManStanding"] as const;
    return disabling
      .filter((key) => config.qdevice !== undefined && config[key])
      .map((key) => ({
        path: printPath(["quorum", key]),
        message: "switches off the qdevice beside it (votequorum(5)); leave one of the two out",
      }));
  },
};
