import type { Family } from "../address";
import { printPath } from "../finding";
import { type Rule, duplicates } from "./rule";

export interface VirtualRouter {
  readonly path: string;
  readonly name: string;
  /** The L2 segment. */
  readonly network: string;
  readonly family: Family;
  readonly virtualRouterId: number;
}

/** RFC 5798 section 5.2.3: two virtual routers of one VRID on a segment take each other's adverts for their own. */
export const vrrpVridUnique: Rule<VirtualRouter> = {
  code: "VRRP_VRID_DUPLICATE",
  policy: "vrrp-vrid-unique",
  subjects: ({ vrrpGroups }) =>
    vrrpGroups.map((group) => ({ ...group, path: printPath(["vrrp", group.name, "virtualRouterId"]) })),
  judge(routers) {
    const taken = (router: VirtualRouter): Set<number> =>
      new Set(
        routers.filter(({ network }) => network === router.network).map((other) => other.virtualRouterId),
      );
    const key = (router: VirtualRouter): string =>
      JSON.stringify([router.network, router.family, router.virtualRouterId]);
    return duplicates(routers, key).map(({ first, again }) => ({
      code: this.code,
      path: again.path,
      message:
        `${String(again.virtualRouterId)} is ${first.name}'s already, in the same network ${again.network} ` +
        `(${first.path}): the two would take each other's adverts for their own; write ${String(firstFree(taken(again)))}`,
    }));
  },
};

function firstFree(taken: ReadonlySet<number>): number {
  return Array.from({ length: 255 }, (_, index) => index + 1).find((id) => !taken.has(id) && id > 50) ?? 1;
}
