import type { Looked } from "../../agent/look/answer";
import type { Unit } from "../../agent/unit";
import type { Refusal } from "./refusals";

/** The MACs and addresses of the cluster's own nodes. */
export interface OwnMachines {
  readonly macs: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

/** A virtual MAC of VRRP (RFC 9568, section 7.3). Its speaker has another refusal, if it is a foreign one. */
const isVirtual = (mac: string): boolean => /^00:00:5e:00:0[12]:/.test(mac);

export function ownMachines(looked: readonly Looked[], addresses: readonly string[]): OwnMachines {
  const interfaces = looked.flatMap((each) => [...each.interfaces.values()]);
  return {
    macs: new Set(interfaces.flatMap(({ macs }) => macs)),
    addresses: new Set([...addresses, ...interfaces.flatMap((each) => each.addresses)]),
  };
}

/** The refusals for other machines on a node's segments: those that have a wanted address, or speak with a VRID. */
export function segmentRefusals(units: readonly Unit[], looked: Looked, own: OwnMachines): Refusal[] {
  const groups = units.map(({ name, needs = [] }) => ({
    name,
    needs: needs.map((need) => need.slice(0, 4).join(" ")),
  }));
  const groupOf = (need: string): string => groups.find(({ needs }) => needs.includes(need))?.name ?? "";
  return [
    ...looked.answers
      .filter(({ mac }) => !own.macs.has(mac) && !isVirtual(mac))
      .map(({ interface: segment, address, mac }) => ({
        key: `address ${address}`,
        text: `${address} is in use on ${segment}: a machine with the MAC ${mac} answers, so group ${groupOf(`freeAddress ${segment} ${address}`)} would make it unreachable: write another address, or take it from that machine`,
      })),
    ...looked.speakers
      .filter(({ source, mac }) => !own.addresses.has(source) && !own.macs.has(mac))
      .map(({ interface: segment, family, virtualRouterId: id, source, mac }) => ({
        key: `vrid ${id}`,
        text: `${source} (MAC ${mac}) speaks VRRP with VRID ${id} on ${segment}, as group ${groupOf(`freeVrid ${segment} ${family} ${id}`)} would, and each would silence the other: write another virtualRouterId`,
      })),
  ];
}
