import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { LoadBalancerConfig } from "../schema";

export const haproxyServerDuplicate: PartRule<LoadBalancerConfig> = {
  name: "haproxy-server-duplicate",
  title: "A backend must have each server once",
  judgePart({ backends }, cluster) {
    return Object.entries(backends).flatMap(([backend, { servers, nodes, serverTemplate }]) => [
      ...Object.keys(servers)
        .filter((server) => isInTemplate(server, backend, serverTemplate?.count ?? 0))
        .map((server) => ({
          path: printPath(["haproxy", "backends", backend, "servers", server]),
          message: `serverTemplate makes servers ${backend}1 to ${backend}${String(serverTemplate?.count)}, so haproxy would have ${server} twice; write another name`,
        })),
      ...Object.keys(servers)
        .filter((server) => nodes !== undefined && cluster.nodes.some(({ name }) => name === server))
        .map((server) => ({
          path: printPath(["haproxy", "backends", backend, "servers", server]),
          message: `${server} is a node, and nodes: ${String(nodes)} makes it a server already; leave one out`,
        })),
    ]);
  },
};

function isInTemplate(server: string, backend: string, count: number): boolean {
  const [, number = ""] = server.startsWith(backend)
    ? (/^([1-9]\d*)$/.exec(server.slice(backend.length)) ?? [])
    : [];
  return number !== "" && Number(number) <= count;
}
