import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { LoadBalancerConfig } from "../schema";

export const haproxyResolversUnknown: PartRule<LoadBalancerConfig> = {
  name: "haproxy-resolvers-unknown",
  title: "A server template must name resolvers that exist",
  judgePart({ backends, resolvers }) {
    const known = Object.keys(resolvers);
    return Object.entries(backends).flatMap(([backend, { serverTemplate }]) => {
      if (serverTemplate === undefined || known.includes(serverTemplate.resolvers)) return [];
      const path = printPath(["haproxy", "backends", backend, "serverTemplate", "resolvers"]);
      const advice =
        known.length > 0
          ? `write one of ${known.join(", ")}`
          : `write haproxy.resolvers: {${serverTemplate.resolvers}: {}}`;
      return [
        {
          path,
          message: `${serverTemplate.resolvers} is no section of resolvers, so haproxy would not start; ${advice}`,
        },
      ];
    });
  },
};
