import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { LoadBalancerConfig } from "../schema";

export const haproxyServerAddressMissing: PartRule<LoadBalancerConfig> = {
  name: "haproxy-server-address-missing",
  title: "A server must have an address or the name of a node",
  judgePart({ backends }, { nodes }) {
    return Object.entries(backends).flatMap(([backend, { servers }]) =>
      Object.entries(servers)
        .filter(
          ([server, { address }]) => address === undefined && !nodes.some(({ name }) => name === server),
        )
        .map(([server]) => ({
          path: printPath(["haproxy", "backends", backend, "servers", server]),
          message: `${server} has no address, and is no node of the cluster that has one; write address`,
        })),
    );
  },
};
