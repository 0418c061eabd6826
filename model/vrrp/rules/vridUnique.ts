import { type Family, familyOf } from "../../address";
import { printPath } from "../../finding";
import * as limits from "../../limits";
import { type Rule, groupedBy } from "../../rule";

export interface VirtualRouter {
  readonly path: string;
  readonly name: string;
  /** The L2 segment. */
  readonly network: string;
  readonly family: Family;
  readonly virtualRouterId: number;
  /** The member whose file has the VRID. Undefined for a whole group. */
  readonly node?: string | undefined;
  /** Virtual addresses without prefix length. Members of one group share some. */
  readonly addresses?: readonly string[] | undefined;
}

/** Virtual routers outside this program: those of another stack, or of routers. */
export interface OtherRouters {
  readonly stack: string;
  /** Subnet of the L2 segment, such as 192.0.2.0/24. */
  readonly network: string;
  readonly virtualRouterIds: readonly number[];
}

export interface KnownRouters {
  readonly others: readonly OtherRouters[];
}

/**
 * RFC 5798 section 5.2.3: two virtual routers with one VRID on a segment mistake each other's adverts for their own.
 */
export const vrrpVridUnique: Rule<VirtualRouter, KnownRouters> = {
  name: "vrrp-vrid-unique",
  title: "Two VRRP groups on one L2 segment must have different virtual router ids",
  why:
    "RFC 5798 section 5.2.3. Members of two groups with one id receive each other's adverts. keepalived " +
    "discards those with other addresses, and logs each. If it doesn't compare them (skip_check_adv_addr), " +
    "the group of lower priority gives up its addresses. keepalived's own check is per node; only a model " +
    "of the whole segment sees the clash. Name the groups of other stacks and machines as `others`.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.map((group) => ({ ...group, path: printPath(["vrrp", group.name, "virtualRouterId"]) })),
  circleOf: segmentOf,
  judge(routers, { others = [] } = {}) {
    const segment = [...others.flatMap(asRouters).filter((other) => isBeside(other, routers)), ...routers];
    return groupedBy(segment, ({ virtualRouterId }) => virtualRouterId).flatMap(([first, ...rest]) =>
      rest
        .filter((again) => first !== undefined && !sameRouter(first, again))
        .map((again) => ({
          path: again.path,
          message: `${String(again.virtualRouterId)} is ${first?.name ?? ""}'s already, in the same network ${again.network} (${first?.path ?? ""}), so each group would take the other's adverts for its own; write ${String(firstFree(segment))}`,
        })),
    );
  },
};

function segmentOf({ network, family }: VirtualRouter): string {
  return `${String(family)} ${network}`;
}

/** Whether a router is on the same segment as `one`. */
function isBeside(router: VirtualRouter, [one]: readonly VirtualRouter[]): boolean {
  return one !== undefined && segmentOf(router) === segmentOf(one);
}

function asRouters({ stack, network, virtualRouterIds }: OtherRouters): VirtualRouter[] {
  const place = { name: `stack ${stack}`, path: "others", network, family: familyOf(network) };
  return virtualRouterIds.map((virtualRouterId) => ({ ...place, virtualRouterId }));
}

/** Whether two members belong to one group: their files share its name or an address. */
function sameRouter(left: VirtualRouter, right: VirtualRouter): boolean {
  if (left.node === undefined || right.node === undefined || left.node === right.node) return false;
  return left.name === right.name || (left.addresses ?? []).some((own) => right.addresses?.includes(own));
}

/** The first free VRID from 51, the number of every example, upwards. Then from 1. */
function firstFree(segment: readonly VirtualRouter[]): number {
  const taken = new Set(segment.map(({ virtualRouterId }) => virtualRouterId));
  const all = Array.from({ length: limits.virtualRouterId.max }, (_, index) => ((index + 50) % 255) + 1);
  return all.find((id) => !taken.has(id)) ?? 1;
}
