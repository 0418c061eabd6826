import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { LoadBalancerConfig } from "../schema";

export const haproxyServerMissing: PartRule<LoadBalancerConfig> = {
  name: "haproxy-server-missing",
  title: "A backend must have a server",
  judgePart({ backends }) {
    return Object.entries(backends).flatMap(([backend, { nodes, servers, serverTemplate }]) => {
      if (nodes !== undefined || serverTemplate !== undefined || Object.keys(servers).length > 0) return [];
      const message = `${backend} has no server, so haproxy would turn its clients away; write servers, nodes: <port> for that port of every node, or serverTemplate`;
      return [{ path: printPath(["haproxy", "backends", backend]), message }];
    });
  },
};
