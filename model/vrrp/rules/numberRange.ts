import * as limits from "../../limits";
import type { Rule } from "../../rule";

export interface VrrpNumber {
  readonly path: string;
  readonly kind: "virtualRouterId" | "priority";
  readonly value: number;
}

/** RFC 3768 and RFC 5798, sections 5.2.3 and 5.2.4: each has 8 bits, and members may not use all values. */
export const vrrpNumberRange: Rule<VrrpNumber> = {
  name: "vrrp-number-range",
  title: "Virtual router ids and priorities must be in the protocol's range",
  why:
    "RFC 5798 sections 5.2.3 and 5.2.4: an id is 1 to 255, a priority 1 to 254. Priority 255 is for a node " +
    "that owns the address, and 0 announces that a MASTER leaves. keepalived only logs another number. It " +
    "then takes 100 for a priority, and leaves the group out for an id.",
  judge(numbers) {
    return numbers.flatMap(({ path, kind, value }) => {
      const { min, max } = limits[kind];
      if (Number.isInteger(value) && value >= min && value <= max) return [];
      const message = `${String(value)} is outside ${String(min)} to ${String(max)}, so keepalived would ${kind === "priority" ? "take 100" : "leave the group out"}; write a whole number in that range`;
      return [{ path, message }];
    });
  },
};
