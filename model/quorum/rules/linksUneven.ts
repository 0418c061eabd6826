import { names } from "../../cluster/cluster";
import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import { linkNumbers } from "../corosync";
import type { QuorumConfig } from "../schema";

export const quorumLinksUneven: PartRule<QuorumConfig> = {
  name: "quorum-links-uneven",
  title: "Every node must have the same links",
  judgePart(_, { nodes }) {
    return nodes.flatMap(({ name, links }) =>
      linkNumbers(nodes)
        .filter((number) => links[number] === undefined)
        .map((number) => ({
          path: printPath(["cluster", "nodes", name, "links"]),
          message: `link ${number} is missing here, but there on ${names(nodes.filter((node) => node.links[number] !== undefined))}: corosync takes a link on every node or on none; write links: {${number}: <address>}`,
        })),
    );
  },
};
