import type { Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** A cluster and its NIC watchdog. A cluster with VRRP alone has no quorum. */
export interface Watched extends Pick<Quorum, "path" | "fencing"> {
  readonly nodes: readonly { readonly name: string }[];
}

export interface Cabling {
  /** Whether the link is a cable between two nodes. Files can't tell that. */
  readonly directLink: boolean;
}

/** Both ends see the loss of a direct cable: two watchdogs take both nodes down. */
export const quorumNicWatchdog: Rule<Watched, Cabling> = {
  name: "quorum-nic-watchdog",
  title: "At most one end of a direct link must have a NIC watchdog",
  why:
    "A cable from node to node goes down at both ends at once, also when the other node loses power. If " +
    "both nodes have a watchdog that shuts them down then, the whole cluster goes down. With a switch " +
    "between them the other end stays up; write `directLink: false`.",
  judge(clusters, { directLink } = {}) {
    return clusters.flatMap(({ path, nodes, fencing }) => {
      if (
        fencing === undefined ||
        !(directLink ?? fencing.directLink) ||
        fencing.nodes.length < 2 ||
        nodes.length > 2
      )
        return [];
      const message = `${fencing.nodes.join(" and ")} would both shut down when the cable between them is down; keep the watchdog on one of them`;
      return [{ path, message }];
    });
  },
};
