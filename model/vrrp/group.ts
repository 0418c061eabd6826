import type { Family } from "../address";
import type { VirtualAddress } from "./addressSchema";
import { type Garp, garpIn } from "./garp";
import { type Vmac, vmacOf } from "./vmac";
import { resolveTrack, type Track } from "./track";
import { type Cluster, addressesIn } from "../cluster/cluster";
import * as limits from "../limits";
import { defaultWeight } from "./priority";
import { membersOf, networkOf, type WrittenMember } from "./membership";
import type { WrittenGroup } from "./schema";

export type AuthPass =
  | { readonly kind: "none" }
  /** You give it. The model never has its value. `inClear`: it is in the stack's file or the program as a plain text. */
  | { readonly kind: "given"; readonly inClear?: boolean }
  /** Pulumi generates it with this many characters. */
  | { readonly kind: "generated"; readonly length: number };

export interface Member {
  readonly node: string;
  readonly priority: number;
  /** keepalived's initial state. */
  readonly state: "MASTER" | "BACKUP";
  readonly interface: string;
  /** Source address of the adverts, in the group's family. Undefined if the model knows no such address. */
  readonly address?: string | undefined;
}

/** A script that keepalived runs on a change of state. Default user: the unprivileged script user. */
export interface NotifyScript {
  readonly script: string;
  readonly user?: string | undefined;
}

/** A sync group's own settings, and the groups that it moves together. */
export interface SyncGroup {
  readonly name: string;
  readonly notify: Readonly<Partial<Record<NotifyEvent, NotifyScript | undefined>>>;
  /** Lines at the end of the vrrp_sync_group. */
  readonly raw: readonly string[];
}

/** `masterRxLowerPri`: a MASTER hears an advert of lower priority. `all`: each change of state. */
export const notifyEvents = ["master", "backup", "fault", "stop", "masterRxLowerPri", "all"] as const;
export type NotifyEvent = (typeof notifyEvents)[number];

export interface VrrpGroup {
  readonly name: string;
  readonly network: string;
  readonly family: Family;
  readonly version: 2 | 3;
  readonly virtualRouterId: number;
  readonly virtualIpaddress: readonly VirtualAddress[];
  readonly virtualRoutes: readonly string[];
  readonly virtualRules: readonly string[];
  /** Seconds. */
  readonly advertInt: number;
  readonly authPass: AuthPass;
  /** Members in descending order of priority. */
  readonly members: readonly Member[];
  readonly tracks: readonly Track[];
  readonly notify: Readonly<Partial<Record<NotifyEvent, NotifyScript | undefined>>>;
  readonly unicast: boolean;
  readonly nopreempt: boolean;
  /** Seconds. */
  readonly preemptDelay: number;
  readonly garp: Garp;
  readonly vmac?: Vmac | undefined;
  readonly syncGroup?: string | undefined;
  /** Lines at the end of the vrrp_instance. */
  readonly raw: readonly string[];
}

/**
 * The group, resolved.
 * @throws TypeError if the group has no network, or a member isn't in it; rules refuse both
 */
export function resolveVrrpGroup(config: WrittenGroup, cluster: Cluster): VrrpGroup {
  const network = networkOf(config, cluster);
  if (network === undefined) throw new TypeError(`${config.name} has no network`);
  const members = membersOf(config);
  const family = config.virtualIpaddress[0]?.family ?? 4;
  const version = config.version ?? (family === 4 ? 2 : 3);
  const weight = weightFor(config, members);
  // keepalived drops nopreempt and preempt_delay of an instance that begins as MASTER.
  const allBackup = config.nopreempt || config.preemptDelay > 0;
  return {
    name: config.name,
    network,
    family,
    version,
    virtualRouterId: config.virtualRouterId,
    virtualIpaddress: config.virtualIpaddress,
    virtualRoutes: config.virtualRoutes ?? [],
    virtualRules: config.virtualRules ?? [],
    advertInt: config.advertInt,
    authPass: config.authPass ?? defaultAuthPass(version),
    members: members.map(({ node, priority }, index) => ({
      node,
      priority,
      state: index === 0 && !allBackup ? "MASTER" : "BACKUP",
      ...attachmentOf(cluster, node, network, family),
    })),
    tracks: config.track.map((track) => resolveTrack(track, weight)),
    notify: config.notify,
    unicast: config.unicast,
    nopreempt: config.nopreempt,
    preemptDelay: config.preemptDelay,
    garp: garpIn(config),
    vmac: vmacOf(config, family),
    syncGroup: config.syncGroup,
    raw: config.raw,
  };
}

function defaultAuthPass(version: 2 | 3): AuthPass {
  return version === 2 ? { kind: "generated", length: limits.authPassLength } : { kind: "none" };
}

/**
 * The default weight: 0 (FAULT) if a lower priority would not cause a failover. keepalived ignores weights in a sync
 * group. With nopreempt no member replaces a MASTER of lower priority, and with preempt_delay only after the delay.
 */
function weightFor(config: WrittenGroup, members: readonly WrittenMember[]): number {
  if (config.nopreempt || config.preemptDelay > 0 || config.syncGroup !== undefined) return 0;
  return defaultWeight(members.map(({ priority }) => priority));
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
