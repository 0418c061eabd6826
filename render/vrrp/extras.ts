import type { Member, VirtualAddress, VrrpGroup } from "../../model";
import { printCidr } from "../../model/address";

/** keepalived's line for an address, with its interface, scope and label. */
export function addressLine(address: VirtualAddress): string {
  return [
    printCidr(address),
    ...option("dev", address.interface),
    ...option("scope", address.scope),
    ...option("label", address.label),
  ].join(" ");
}

/** The lines of gratuitous ARP: garpMasterDelay is keepalived's garp_master_delay. */
export function garpLines({ garp }: VrrpGroup): string[] {
  return Object.entries(garp).map(([key, value]) => `${snakeCase(key)} ${String(value)}`);
}

/** keepalived's word for a key: garp_master_delay for garpMasterDelay. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function vmacLines({ vmac }: VrrpGroup): string[] {
  if (vmac === undefined) return [];
  return [`use_vmac ${vmac.interface}`, ...(vmac.xmitBase ? ["vmac_xmit_base"] : [])];
}

/**
 * keepalived's own check fails for a route that it can't watch: each names an interface, or isn't watched. keepalived
 * reads routes before it makes a virtual MAC's interface, so they name the group's.
 */
export function routeLines({ virtualRoutes }: VrrpGroup, member: Member): string[] {
  return virtualRoutes.map((route) => {
    if (/ (dev|or|nexthop|no_track)( |$)/.test(route)) return route;
    return /^(blackhole|unreachable|prohibit|throw) /.test(route)
      ? `${route} no_track`
      : `${route} dev ${member.interface}`;
  });
}

function option(keyword: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${keyword} ${value}`];
}
