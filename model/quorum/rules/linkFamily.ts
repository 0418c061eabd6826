import { familyOf } from "../../address";
import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import { linkNumbers } from "../corosync";
import type { QuorumConfig } from "../schema";

/** corosync.conf(5), ip_version: all addresses of a link must have one family. */
export const quorumLinkFamily: PartRule<QuorumConfig> = {
  name: "quorum-link-family",
  title: "The addresses of a link must be of one family",
  judgePart(_, { nodes }) {
    return linkNumbers(nodes).flatMap((number) => {
      const ends = nodes.flatMap(({ name, links }) => {
        const address = links[number];
        return address === undefined ? [] : [{ name, address, family: familyOf(address) }];
      });
      const [first] = ends;
      return ends
        .filter(({ family }) => family !== first?.family)
        .map(({ name, address }) => ({
          path: printPath(["cluster", "nodes", name, "links", number]),
          message: `${address} is not of the same family as ${first?.name ?? ""}'s ${first?.address ?? ""}, and knet takes only IPv4 or only IPv6 on a link; write addresses of one family`,
        }));
    });
  },
};
