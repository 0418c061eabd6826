import { printPath } from "../../finding";
import { linkNumbers } from "../corosync";
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
      {
        key: "linkMode",
        ignored: linkNumbers(nodes).length < 2,
        message: "has no effect with one link (corosync.conf(5)); leave it out, or write a second link",
      },
    ] as const;
    const unused = Object.entries(config.links).filter(
      ([, { priority }]) => priority !== undefined && ["active", "rr"].includes(config.linkMode ?? ""),
    );
    return [
      ...options
        .filter(({ key, ignored }) => ignored && config[key] !== undefined)
        .map(({ key, message }) => ({ path: printPath(["quorum", key]), message })),
      ...unused.map(([number]) => ({
        path: printPath(["quorum", "links", number, "priority"]),
        message: `has no effect with linkMode: ${String(config.linkMode)}, which uses all links; leave it out, or write linkMode: passive`,
      })),
    ];
  },
};
