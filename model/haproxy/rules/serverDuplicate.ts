import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { LoadBalancerConfig } from "../schema";

export const haproxyServerDuplicate: PartRule<LoadBalancerConfig> = {
  name: "haproxy-server-duplicate",
  title: "A backend must have each server once",
  judgePart({ backends }, cluster) {
    return Object.entries(backends).flatMap(([backend, { servers, nodes }]) =>
      Object.keys(servers)
        .filter((server) => nodes !== undefined && cluster.nodes.some(({ name }) => name === server))
        .map((server) => ({
          path: printPath(["haproxy", "backends", backend, "servers", server]),
          message: `${server} is a node, and nodes: ${String(nodes)} makes it a server already; leave one out`,
        })),
    );
  },
};
