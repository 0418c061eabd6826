import { everywhere, printEndpoint } from "../../address";
import { allAddresses } from "../../cluster/cluster";
import type { Endpoint } from "../../endpoint";
import { printPath } from "../../finding";
import type { Model } from "../../model";
import type { Rule } from "../../rule";

export interface Bind extends Endpoint {
  readonly path: string;
  readonly virtualAddresses: readonly string[];
  /** The own addresses of haproxy's nodes. */
  readonly ownAddresses: readonly string[];
}

/** With ip_nonlocal_bind haproxy binds any address. A mistyped VIP would never arrive. */
export const haproxyBindAddress: Rule<Bind> = {
  name: "haproxy-bind-address",
  title: "haproxy must bind virtual addresses or its nodes' own",
  why:
    "With ip_nonlocal_bind haproxy binds any address, also one that no node ever has. A mistyped VIP then " +
    "starts without an error and gets no connection.",
  items: bindsOf,
  judge(binds) {
    return binds.flatMap(({ path, address, port, virtualAddresses, ownAddresses }) => {
      if ([...everywhere, ...virtualAddresses, ...ownAddresses].includes(address)) return [];
      const advice = virtualAddresses.length
        ? `write one of ${virtualAddresses.join(", ")}`
        : "write a VRRP group that has it";
      const message = `${printEndpoint(address, port)} is at no VIP and no node, so no connection would arrive there; ${advice}`;
      return [{ path, message }];
    });
  },
};

function bindsOf({ cluster, loadBalancer, virtualAddresses }: Model): Bind[] {
  if (loadBalancer === undefined) return [];
  const ownAddresses = cluster.nodes
    .filter(({ name }) => loadBalancer.nodes.includes(name))
    .flatMap(allAddresses);
  const stats = (loadBalancer.stats?.bind ?? []).map((endpoint, index) => ({
    endpoint,
    path: ["stats", "bind", index],
  }));
  const frontends = loadBalancer.frontends.flatMap(({ name, bind }) =>
    bind.map((endpoint, index) => ({ endpoint, path: ["frontends", name, "bind", index] })),
  );
  return [...frontends, ...stats].map(({ endpoint, path }) => ({
    ...endpoint,
    path: printPath(["haproxy", ...path]),
    virtualAddresses,
    ownAddresses,
  }));
}
