import { type Cidr, type Family } from "./address";
import { type Check, type TrackedInterface, resolveCheck } from "./check";
import { type Cluster, addressesIn, names } from "./cluster";
import { type Finding, printPath } from "./finding";
import * as limits from "./limits";
import { defaultWeight, prioritiesInOrder } from "./priority";
import type { VrrpGroupConfig } from "./schema/vrrp";

export type AuthPass =
  | { readonly kind: "none" }
  /** Given by the person; the model never holds its value. */
  | { readonly kind: "given" }
  /** To be generated with this many characters. */
  | { readonly kind: "generated"; readonly length: number };

export interface Member {
  readonly node: string;
  readonly priority: number;
  /** The state that keepalived begins in. */
  readonly state: "MASTER" | "BACKUP";
  readonly interface: string;
  /** Where adverts come from, in the group's address family; undefined where the model knows no such address. */
  readonly address?: string | undefined;
}

/** A script that runs on a change of state, by `user` or the unprivileged script user. */
export interface NotifyScript {
  readonly script: string;
  readonly user?: string | undefined;
}

export const notifyEvents = ["master", "backup", "fault", "stop"] as const;
export type NotifyEvent = (typeof notifyEvents)[number];

export interface VrrpGroup {
  readonly name: string;
  readonly network: string;
  readonly family: Family;
  readonly version: 2 | 3;
  readonly virtualRouterId: number;
  readonly virtualIpaddress: readonly Cidr[];
  /** Seconds. */
  readonly advertInt: number;
  readonly authPass: AuthPass;
  /** The highest priority first. */
  readonly members: readonly Member[];
  readonly checks: readonly Check[];
  readonly interfaces: readonly TrackedInterface[];
  readonly notify: Readonly<Partial<Record<NotifyEvent, NotifyScript | undefined>>>;
  readonly unicast: boolean;
  readonly nopreempt: boolean;
  /** Seconds. */
  readonly preemptDelay: number;
  readonly syncGroup?: string | undefined;
}

/** The group, or the findings that keep it from being one. */
export function resolveVrrpGroup(
  name: string,
  config: VrrpGroupConfig,
  cluster: Cluster,
): VrrpGroup | Finding[] {
  const finding = (code: string, path: PropertyKey[], message: string): Finding => ({
    code,
    path: printPath(["vrrp", name, ...path]),
    message,
  });
  const found: Finding[] = [];
  const network = networkOf(config, cluster);
  if (network === undefined) {
    const message =
      config.network === undefined
        ? `is missing; the cluster has several: write one of ${names(cluster.networks)}`
        : `${config.network} is no network of the cluster; write one of ${names(cluster.networks)}`;
    found.push(finding("VRRP_NETWORK_UNKNOWN", ["network"], message));
  }
  const ranked = rank(config);
  if ((config.order === undefined) === (config.priority === undefined)) {
    const message =
      "order and priority exclude each other, and one is needed; write order: [n1, n2], the first to be MASTER first";
    found.push(finding("VRRP_MEMBERS_UNCLEAR", ["order"], message));
  } else if (ranked.length < 2) {
    found.push(
      finding(
        "VRRP_MEMBERS_TOO_FEW",
        ["order"],
        `${String(ranked.length)} member; at least two are needed for one to take over`,
      ),
    );
  }
  const key = config.order ? "order" : "priority";
  ranked.forEach(({ node }, index) => {
    const place = config.order ? [key, index] : [key, node];
    const known = cluster.nodes.find((candidate) => candidate.name === node);
    if (known === undefined) {
      found.push(
        finding(
          "VRRP_MEMBER_UNKNOWN",
          place,
          `${node} is no node of the cluster; the nodes are ${names(cluster.nodes)}`,
        ),
      );
    } else if (network !== undefined && known.networks[network] === undefined) {
      found.push(
        finding(
          "VRRP_MEMBER_OUTSIDE_NETWORK",
          place,
          `${node} has no address in ${network}; write one under cluster.nodes.${node}.networks.${network}`,
        ),
      );
    }
    if (ranked.findIndex((other) => other.node === node) < index) {
      found.push(finding("VRRP_MEMBER_DUPLICATE", place, `${node} is in the list twice; leave one out`));
    }
  });
  if (found.length > 0 || network === undefined) return found;
  return build(name, config, cluster, network, ranked);
}

function networkOf(config: VrrpGroupConfig, cluster: Cluster): string | undefined {
  if (config.network === undefined)
    return cluster.networks.length === 1 ? cluster.networks[0]?.name : undefined;
  return cluster.networks.find(({ name }) => name === config.network)?.name;
}

function rank(config: VrrpGroupConfig): { node: string; priority: number }[] {
  if (config.order) {
    const priorities = prioritiesInOrder(config.order.length);
    return config.order.map((node, index) => ({ node, priority: priorities[index] ?? limits.priority.min }));
  }
  const given = Object.entries(config.priority ?? {}).map(([node, priority]) => ({ node, priority }));
  return given.sort((left, right) => right.priority - left.priority);
}

function build(
  name: string,
  config: VrrpGroupConfig,
  cluster: Cluster,
  network: string,
  ranked: readonly { node: string; priority: number }[],
): VrrpGroup {
  const family = config.virtualIpaddress[0]?.family ?? 4;
  const version = config.version ?? (family === 4 ? 2 : 3);
  // keepalived drops nopreempt and preempt_delay of an instance that begins as MASTER.
  const allBackup = config.nopreempt || config.preemptDelay > 0;
  // keepalived ignores weights in a sync group; with nopreempt a lowered priority moves nothing.
  const weightless = config.nopreempt || config.syncGroup !== undefined;
  const weight = weightless ? 0 : defaultWeight(ranked.map(({ priority }) => priority));
  return {
    name,
    network,
    family,
    version,
    virtualRouterId: config.virtualRouterId,
    virtualIpaddress: config.virtualIpaddress,
    advertInt: config.advertInt,
    authPass:
      config.authPass ??
      (version === 2 ? { kind: "generated", length: limits.authPassLength } : { kind: "none" }),
    members: ranked.map(({ node, priority }, index) => ({
      node,
      priority,
      state: index === 0 && !allBackup ? "MASTER" : "BACKUP",
      ...attachmentOf(cluster, node, network, family),
    })),
    checks: config.track.map((check) => resolveCheck(check, weight)).filter((check) => check !== undefined),
    interfaces: config.track.flatMap((check) =>
      check.interface === undefined ? [] : [{ interface: check.interface, weight: check.weight ?? weight }],
    ),
    notify: config.notify,
    unicast: config.unicast,
    nopreempt: config.nopreempt,
    preemptDelay: config.preemptDelay,
    syncGroup: config.syncGroup,
  };
}

function attachmentOf(
  cluster: Cluster,
  name: string,
  network: string,
  family: Family,
): Pick<Member, "interface" | "address"> {
  const node = cluster.nodes.find((candidate) => candidate.name === name);
  const attachment = node?.networks[network];
  if (node === undefined || attachment === undefined) throw new TypeError(`${name} is not in ${network}`);
  return { interface: attachment.interface, address: addressesIn(node, network, family)[0] };
}
