import type { Cluster } from "../../cluster/cluster";
import { printPath } from "../../finding";
import type { LoadBalancer } from "../../haproxy/loadBalancer";
import type { Rule } from "../../rule";
import type { VrrpGroup } from "../group";
import { type Check, isCheck, trackPath } from "../track";

/** What each kind of address is for, as the consequence of one that moves. */
const consequences = {
  host: "Pulumi would write one machine's files on whichever node holds it",
  bastion: "SSH finds another host key behind it after a failover",
  link: "corosync would send one node's packets to whichever node holds it",
  qdevice: "the qdevice would reach its qnetd on whichever node holds it",
  peer: "adverts for one member reach whichever node holds it",
  source: "every node without it could send nothing from it",
  log: "the log goes to whichever node holds it",
  table: "a peer's entries go to whichever node holds it",
  check: "the node that holds it answers the check for every member, and all fail together",
} as const;

/** An address in a place that must name one machine for good. */
export interface FixedAddress {
  readonly path: string;
  readonly kind: keyof typeof consequences;
  readonly address: string;
  /** Every virtual address that is known. */
  readonly virtualAddresses: readonly string[];
}

/** `vrrpVipInSubnet` judges the nodes' own addresses. */
export const vrrpFixedAddress: Rule<FixedAddress> = {
  name: "vrrp-fixed-address",
  title: "An address that must stay at one machine must not be a virtual one",
  why:
    "VRRP moves a virtual address from node to node. A corosync link, a qdevice's host and an SSH bastion each " +
    "mean one machine. So do the source of a connection or of adverts, a log's target and a check's target. " +
    "At a virtual address they work until the first failover, or on one node alone.",
  items: ({ cluster, loadBalancer, vrrpGroups, virtualAddresses }) =>
    virtualAddresses.length === 0
      ? []
      : [...placesIn(cluster), ...logOf(loadBalancer), ...vrrpGroups.flatMap(checksOf)].map((place) => ({
          ...place,
          virtualAddresses,
        })),
  judge(places) {
    return places
      .filter(({ address, virtualAddresses }) => virtualAddresses.includes(address))
      .map(({ path, kind, address }) => ({
        path,
        message: `${address} is a virtual address, so ${consequences[kind]}; write an address that stays at one machine`,
      }));
  },
};

type Place = Omit<FixedAddress, "virtualAddresses">;

function placesIn({ nodes, witnesses }: Cluster): Place[] {
  const links = nodes.flatMap(({ name, address: main, links }) =>
    Object.entries(links)
      .filter(([, address]) => address !== main)
      .map(([number, address]): Place => ({
        path: printPath(["cluster", "nodes", name, "links", number]),
        ...{ kind: "link", address },
      })),
  );
  const hosts = witnesses.map(({ name, address }): Place => ({
    path: printPath(["cluster", "witnesses", name, "address"]),
    ...{ kind: "qdevice", address },
  }));
  const { bastion } = nodes[0]?.ssh ?? {};
  const path = printPath(["cluster", "ssh", "bastion", "host"]);
  return [
    ...links,
    ...hosts,
    ...(bastion ? [{ path, kind: "bastion" as const, address: bastion.host }] : []),
  ];
}

function logOf(balancer: LoadBalancer | undefined): Place[] {
  if (balancer === undefined) return [];
  const path = printPath(["haproxy", "global", "log", "target"]);
  return [{ path, kind: "log", address: hostIn(balancer.log.target) }];
}

function checksOf({ name, tracks }: VrrpGroup): Place[] {
  return tracks.filter(isCheck).flatMap((check): Place[] => {
    const address = hostOf(check);
    return address === undefined ? [] : [{ path: trackPath(name, check), kind: "check", address }];
  });
}

function hostOf({ target }: Check): string | undefined {
  if (target.kind !== "tcp" && target.kind !== "http") return undefined;
  const url = target.kind === "http" ? target.url : undefined;
  return url === undefined ? target.host : hostIn(url.replace(/^\w+:\/\//, "").replace(/\/.*/, ""));
}

/** The host of `192.0.2.20:514`, `[2001:db8::20]:514`, or a bare address. */
export function hostIn(place: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(place) ?? [];
  return bracketed ?? plain ?? place;
}
