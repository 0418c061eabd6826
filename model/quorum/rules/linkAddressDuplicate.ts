import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

/** `clusterAddressDuplicate` judges the nodes' own addresses, which are those of link 0 by default. */
export const quorumLinkAddressDuplicate: PartRule<QuorumConfig> = {
  name: "quorum-link-address-duplicate",
  title: "Each link of each node must have an address of its own",
  judgePart(_, { nodes }) {
    const places = nodes.flatMap(({ name, address, links }) =>
      Object.entries(links).map(([number, own]) => ({ name, number, own, main: own === address })),
    );
    return places.flatMap(({ name, number, own, main }, index) => {
      const other = places
        .slice(0, index)
        .find((before) => before.own === own && !(main && before.main && before.name !== name));
      if (other === undefined) return [];
      const message = `${own} is link ${other.number} of ${other.name} already, so both links would fail together; write another address`;
      return [{ path: printPath(["cluster", "nodes", name, "links", number]), message }];
    });
  },
};
