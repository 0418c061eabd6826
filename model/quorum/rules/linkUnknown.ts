import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import { linkNumbers } from "../corosync";
import type { QuorumConfig } from "../schema";

export const quorumLinkUnknown: PartRule<QuorumConfig> = {
  name: "quorum-link-unknown",
  title: "Options of a link must be for a link of the nodes",
  judgePart({ links }, { nodes }) {
    const known = linkNumbers(nodes);
    return Object.keys(links)
      .filter((number) => !known.includes(number))
      .map((number) => ({
        path: printPath(["quorum", "links", number]),
        message: `no node has a link ${number}; write cluster.nodes.<node>.links: {${number}: <address>} at every node, or leave the options out`,
      }));
  },
};
