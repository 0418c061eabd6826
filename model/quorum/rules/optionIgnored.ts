import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

export const quorumOptionIgnored: PartRule<QuorumConfig> = {
  name: "quorum-option-ignored",
  title: "An option of quorum must have an effect",
  judgePart(config, { nodes }) {
    const options = [
      {
        key: "autoTieBreakerNode",
        ignored: !config.autoTieBreaker,
        message: "has no effect without autoTieBreaker: true; write that too",
      },
      {
        key: "lastManStandingWindow",
        ignored: !config.lastManStanding,
        message: "has no effect without lastManStanding: true; write that too",
      },
      {
        key: "tokenCoefficient",
        ignored: nodes.length < 3,
        message: "has no effect with two nodes (corosync.conf(5)); leave it out",
      },
    ] as const;
    return options
      .filter(({ key, ignored }) => ignored && config[key] !== undefined)
      .map(({ key, message }) => ({ path: printPath(["quorum", key]), message }));
  },
};
