import { inSubnet } from "../address";
import { type Cluster, names } from "./cluster";
import { type Finding, printPath } from "../finding";
import * as limits from "../limits";
import type { ClusterConfig } from "./schema";

/**
 * Findings beyond the schema: number of nodes, unknown networks, misplaced or duplicate addresses, and a missing host
 * key.
 */
export function clusterFindings(config: ClusterConfig, cluster: Cluster): Finding[] {
  const places = Object.entries(config.nodes).flatMap(([name, node]) => placesOf(name, node, cluster));
  const all = [...places, ...witnessPlaces(config)];
  return [
    ...countFindings(config),
    ...networkFindings(config, cluster),
    ...places.flatMap(outsideFinding),
    ...all.flatMap((place, index) => duplicateFinding(place, all.slice(0, index))),
    ...nameFindings(config),
    ...hostKeyFindings(cluster),
  ];
}

function countFindings({ nodes }: ClusterConfig): Finding[] {
  const { min, max } = limits.nodes;
  const count = Object.keys(nodes).length;
  if (count >= min && count <= max) return [];
  const message = `must be ${String(min)} to ${String(max)} nodes, and these are ${String(count)}: with fewer nothing takes over, and corosync takes no more`;
  return [{ code: "CONFIG_VALUE_INVALID", path: "cluster.nodes", message }];
}

/** An address from the configuration, and the subnets that may contain it. */
interface Place {
  readonly node: string;
  readonly address: string;
  readonly path: string;
  readonly subnets: readonly string[];
}

function placesOf(
  node: string,
  { address, networks }: ClusterConfig["nodes"][string],
  cluster: Cluster,
): Place[] {
  const everywhere = cluster.networks.flatMap(({ subnets }) => subnets);
  const further = cluster.networks.flatMap(({ name, subnets }) =>
    (networks[name]?.address ?? []).map((own, index) => ({
      node,
      address: own,
      path: printPath(["cluster", "nodes", node, "networks", name, "address", index]),
      subnets,
    })),
  );
  return [
    { node, address, path: printPath(["cluster", "nodes", node, "address"]), subnets: everywhere },
    ...further,
  ];
}

/** A witness may have an address in any subnet. */
function witnessPlaces({ witnesses }: ClusterConfig): Place[] {
  return Object.entries(witnesses).map(([node, { address }]) => ({
    ...{ node, address, subnets: [] },
    path: printPath(["cluster", "witnesses", node, "address"]),
  }));
}

function nameFindings({ nodes, witnesses }: ClusterConfig): Finding[] {
  return Object.keys(witnesses)
    .filter((name) => name in nodes)
    .map((name) => ({
      code: "CLUSTER_NAME_DUPLICATE",
      path: printPath(["cluster", "witnesses", name]),
      message: `${name} is a node already; a witness is a machine outside the cluster, write another name`,
    }));
}

function networkFindings(config: ClusterConfig, cluster: Cluster): Finding[] {
  return Object.entries(config.nodes).flatMap(([node, { networks }]) =>
    Object.keys(networks)
      .filter((network) => !cluster.networks.some(({ name }) => name === network))
      .map((network) => ({
        code: "CLUSTER_NETWORK_UNKNOWN",
        path: printPath(["cluster", "nodes", node, "networks", network]),
        message: `${network} is no network; the networks are ${names(cluster.networks)}`,
      })),
  );
}

function outsideFinding({ address, path, subnets }: Place): Finding[] {
  if (subnets.some((subnet) => inSubnet(address, subnet))) return [];
  const message = `${address} is in none of the subnets ${subnets.join(", ")}; write an address in one, or correct the subnet`;
  return [{ code: "CLUSTER_ADDRESS_OUTSIDE_SUBNET", path, message }];
}

function duplicateFinding({ node, address, path }: Place, before: readonly Place[]): Finding[] {
  const other = before.find((place) => place.address === address && place.node !== node);
  if (other === undefined) return [];
  const message = `${address} is ${other.node}'s already (${other.path}); each node has its own`;
  return [{ code: "CLUSTER_ADDRESS_DUPLICATE", path, message }];
}

function hostKeyFindings(cluster: Cluster): Finding[] {
  const hostsOf = (kind: "nodes" | "witnesses") =>
    cluster[kind].map(({ name, address, ssh }) => ({
      path: ["cluster", kind, name, "hostKey"],
      host: address,
      ...ssh,
    }));
  const hosts = [...hostsOf("nodes"), ...hostsOf("witnesses")];
  const { hostKeys, bastion } = cluster.nodes[0]?.ssh ?? {};
  const all = bastion
    ? [...hosts, { path: ["cluster", "ssh", "bastion", "hostKey"], hostKeys, ...bastion }]
    : hosts;
  return all
    .filter((host) => host.hostKey === undefined && host.hostKeys === undefined)
    .map(({ path, host, port }) => ({
      code: "CLUSTER_HOST_KEY_MISSING",
      path: printPath(path),
      message:
        "is missing, so that nobody could tell this host from an impostor; " +
        `record the keys with \`ssh-keyscan -p ${String(port)} ${host} >> known_hosts\`, ` +
        "compare them with the host's own, and write cluster.ssh.hostKeys: known_hosts",
    }));
}
