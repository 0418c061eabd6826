import { names } from "../../cluster/cluster";
import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import { networkOf } from "../membership";
import type { WrittenGroup } from "../schema";

export const vrrpNetworkUnknown: PartRule<WrittenGroup> = {
  name: "vrrp-network-unknown",
  title: "A VRRP group must be in one network of the cluster",
  judgePart(group, cluster) {
    if (networkOf(group, cluster) !== undefined) return [];
    const problem =
      group.network === undefined
        ? "is missing, and the cluster has several networks"
        : `${group.network} is no network of the cluster`;
    const message = `${problem}, so keepalived would have no interface; write one of ${names(cluster.networks)}`;
    return [{ path: printPath(["vrrp", group.name, "network"]), message }];
  },
};
