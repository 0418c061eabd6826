import type { PartRule } from "../../rule";
import { nodePlaces, witnessPlaces } from "../places";
import type { ClusterConfig } from "../schema";

export const clusterAddressDuplicate: PartRule<ClusterConfig> = {
  name: "cluster-address-duplicate",
  title: "Two machines must have different addresses",
  judgePart(config, cluster) {
    const places = [...nodePlaces(config, cluster), ...witnessPlaces(config)];
    return places.flatMap(({ node, address, path }, index) => {
      const other = places
        .slice(0, index)
        .find((before) => before.address === address && before.node !== node);
      if (other === undefined) return [];
      const message = `${address} is ${other.node}'s already (${other.path}), so packets would reach only one of the two; write another address`;
      return [{ path, message }];
    });
  },
};
