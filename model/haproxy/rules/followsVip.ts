import type { Track } from "../../vrrp/track";
import type { Endpoint } from "../../endpoint";
import { printPath } from "../../finding";
import { type LoadBalancer, statsBinds } from "../loadBalancer";
import type { Rule } from "../../rule";

/** A frontend on an address of a VRRP group. */
export interface VirtualBind extends Endpoint {
  readonly path: string;
  readonly group: string;
  /** Members of the group that don't run haproxy. */
  readonly without: readonly string[];
  /** Whether one of the group's checks sees a dead haproxy. */
  readonly guarded: boolean;
}

/** haproxy must run on every node that can get a VIP. A VIP must leave a node with a dead haproxy. */
export const haproxyFollowsVip: Rule<VirtualBind> = {
  name: "haproxy-follows-vip",
  title: "Every node that can get haproxy's VIP must run haproxy, and lose the VIP when haproxy dies",
  why:
    "A frontend on a virtual address answers only on the node with the address. A member without haproxy, " +
    "or with a dead one, takes the address and refuses every connection.",
  items: ({ loadBalancer, vrrpGroups, virtualAddresses }) =>
    (loadBalancer?.frontends ?? []).flatMap(({ name, bind }) =>
      bind.flatMap((endpoint, index) =>
        vrrpGroups
          .filter(({ virtualIpaddress }) =>
            virtualIpaddress.some(({ address }) => address === endpoint.address),
          )
          .map((group) => ({
            ...endpoint,
            path: printPath(["haproxy", "frontends", name, "bind", index]),
            group: group.name,
            without: group.members
              .map(({ node }) => node)
              .filter((node) => !loadBalancer?.nodes.includes(node)),
            guarded: group.tracks.some(({ target }) =>
              seesHaproxy(target, ownPorts(loadBalancer, virtualAddresses)),
            ),
          })),
      ),
    ),
  judge(binds) {
    return binds.flatMap(({ path, address, group, without, guarded }) => {
      const found: string[] = [];
      if (without.length > 0) {
        found.push(
          `${address} may move to ${without.join(", ")}, which would refuse every connection without haproxy; write each under haproxy.nodes, or leave it out of vrrp.${group}.order`,
        );
      }
      if (!guarded) {
        found.push(
          `${address} stays on a node with a dead haproxy, because no check of the group watches it; write {process: haproxy} under vrrp.${group}.track`,
        );
      }
      return found.map((message) => ({ path, message }));
    });
  },
};

function seesHaproxy(target: Track["target"], ports: readonly number[]): boolean {
  switch (target.kind) {
    case "process":
      return target.process === "haproxy";
    case "systemd":
      return target.unit === "haproxy.service";
    case "tcp":
    case "http":
      return target.host === undefined && ports.includes(target.port);
    case "script":
    case "command":
      // A check of your own may watch haproxy, which quorate can't tell.
      return true;
    default:
      return false;
  }
}

/** haproxy's ports at the nodes' own addresses. On a VIP the MASTER would answer the check for every member. */
function ownPorts(balancer: LoadBalancer | undefined, virtualAddresses: readonly string[]): number[] {
  if (balancer === undefined) return [];
  const binds = [...balancer.frontends.flatMap(({ bind }) => bind), ...statsBinds(balancer.stats, "")];
  return binds.filter(({ address }) => !virtualAddresses.includes(address)).map(({ port }) => port);
}
