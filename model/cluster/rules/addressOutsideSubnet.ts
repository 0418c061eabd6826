import { inSubnet } from "../../address";
import type { PartRule } from "../../rule";
import { nodePlaces } from "../places";
import type { ClusterConfig } from "../schema";

export const clusterAddressOutsideSubnet: PartRule<ClusterConfig> = {
  name: "cluster-address-outside-subnet",
  title: "A node's address must be in a subnet of its network",
  judgePart(config, cluster) {
    return nodePlaces(config, cluster)
      .filter(({ address, subnets }) => !subnets.some((subnet) => inSubnet(address, subnet)))
      .map(({ address, path, subnets }) => ({
        path,
        message: `${address} is in none of the subnets ${subnets.join(", ")}, so the other nodes can't reach it there; write an address in one of them, or correct the subnet`,
      }));
  },
};
