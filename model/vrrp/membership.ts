import { type Cluster, names } from "../cluster/cluster";
import type { Code } from "../codes";
import { type Finding, printPath } from "../finding";
import { prioritiesInOrder } from "./priority";
import type { VrrpGroupConfig } from "./schema";

export interface Ranked {
  readonly node: string;
  readonly priority: number;
}

/** A group's network, and its members in descending order of priority. */
export interface Membership {
  readonly network: string;
  readonly ranked: readonly Ranked[];
}

/** A group's network and members, or the findings that prevent them. */
export function resolveMembership(
  group: string,
  config: VrrpGroupConfig,
  cluster: Cluster,
): Membership | Finding[] {
  const network = networkOf(config, cluster);
  const ranked = rank(config);
  const problems = [
    ...(network === undefined ? [networkProblem(config, cluster)] : []),
    ...countProblems(config, ranked),
    ...ranked.flatMap((_, index) => memberProblems(config, cluster, network, ranked, index)),
  ];
  if (problems.length === 0 && network !== undefined) return { network, ranked };
  return problems.map(([code, path, message]) => ({
    code,
    path: printPath(["vrrp", group, ...path]),
    message,
  }));
}

type Problem = readonly [Code, readonly PropertyKey[], string];

function networkOf(config: VrrpGroupConfig, cluster: Cluster): string | undefined {
  if (config.network === undefined)
    return cluster.networks.length === 1 ? cluster.networks[0]?.name : undefined;
  return cluster.networks.find(({ name }) => name === config.network)?.name;
}

function networkProblem({ network }: VrrpGroupConfig, cluster: Cluster): Problem {
  const mistake =
    network === undefined
      ? "is missing, and the cluster has several"
      : `${network} is no network of the cluster`;
  return ["VRRP_NETWORK_UNKNOWN", ["network"], `${mistake}; write one of ${names(cluster.networks)}`];
}

function rank(config: VrrpGroupConfig): Ranked[] {
  if (config.order) {
    const priorities = prioritiesInOrder(config.order.length);
    return config.order.flatMap((node, index) => {
      const priority = priorities[index];
      return priority === undefined ? [] : [{ node, priority }];
    });
  }
  const given = Object.entries(config.priority ?? {}).map(([node, priority]) => ({ node, priority }));
  return given.sort((left, right) => right.priority - left.priority);
}

function countProblems({ order, priority }: VrrpGroupConfig, ranked: readonly Ranked[]): Problem[] {
  if ((order === undefined) === (priority === undefined)) {
    const mistake = order ? "stands beside priority, and one says it all" : "is missing";
    const advice = "write order: [n1, n2, ...], the first to be MASTER first";
    return [["VRRP_MEMBERS_UNCLEAR", ["order"], `${mistake}; ${advice}`]];
  }
  if (ranked.length >= 2) return [];
  const message = `${ranked.map(({ node }) => node).join() || "nobody"} alone; write at least two nodes, for one to take over`;
  return [["VRRP_TWO_MEMBERS", [order ? "order" : "priority"], message]];
}

function memberProblems(
  config: VrrpGroupConfig,
  cluster: Cluster,
  network: string | undefined,
  ranked: readonly Ranked[],
  index: number,
): Problem[] {
  const node = ranked[index]?.node ?? "";
  const path = config.order ? ["order", index] : ["priority", node];
  const known = cluster.nodes.find(({ name }) => name === node);
  if (known === undefined) {
    return [
      [
        "VRRP_MEMBER_UNKNOWN",
        path,
        `${node} is no node of the cluster; write one of ${names(cluster.nodes)}`,
      ],
    ];
  }
  if (ranked.findIndex((other) => other.node === node) < index) {
    return [["VRRP_MEMBER_DUPLICATE", path, `${node} is in the list already; leave one out`]];
  }
  if (network !== undefined && known.networks[network] === undefined) {
    const message = `${node} isn't in ${network}; write cluster.nodes.${node}.networks.${network}`;
    return [["VRRP_MEMBER_OUTSIDE_NETWORK", path, message]];
  }
  return [];
}
