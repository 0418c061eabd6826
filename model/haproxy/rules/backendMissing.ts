import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { LoadBalancerConfig } from "../schema";

export const haproxyBackendMissing: PartRule<LoadBalancerConfig> = {
  name: "haproxy-backend-missing",
  title: "A frontend must have a backend or a redirect",
  judgePart({ frontends }) {
    return Object.entries(frontends).flatMap(([frontend, { defaultBackend, hosts, redirect }]) => {
      if (defaultBackend !== undefined || redirect !== undefined || Object.keys(hosts).length > 0) return [];
      const message = `${frontend} has no backend, so haproxy would turn its clients away; write defaultBackend, hosts, or redirect: https`;
      return [{ path: printPath(["haproxy", "frontends", frontend]), message }];
    });
  },
};
