import type { Family } from "../address";

/** The virtual MAC of RFC 5798 section 7.3, which keepalived gives an interface of its own (a macvlan). */
export interface Vmac {
  readonly interface: string;
  /** Whether the adverts go out from the group's interface in place of this one. */
  readonly xmitBase: boolean;
}

interface WrittenVmac {
  readonly useVmac: boolean;
  readonly vmacInterface?: string | undefined;
  readonly vmacXmitBase: boolean;
  readonly unicast: boolean;
  readonly virtualRouterId: number;
}

/** The interface has keepalived's own default name. keepalived sends unicast adverts from the group's interface alone. */
export function vmacOf(config: WrittenVmac, family: Family): Vmac | undefined {
  if (!config.useVmac) return undefined;
  const usual = `vrrp${family === 6 ? "6" : ""}.${String(config.virtualRouterId)}`;
  return { interface: config.vmacInterface ?? usual, xmitBase: config.vmacXmitBase || config.unicast };
}
