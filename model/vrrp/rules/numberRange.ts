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
  title: "Virtual router ids and priorities are in the protocol's range",
  why:
    "RFC 5798 sections 5.2.3 and 5.2.4: 1 to 255 for an id, 1 to 254 for a priority; 255 is for the node that " +
    "owns the address, which a virtual one has none of, and 0 tells that a MASTER leaves. keepalived says no more " +
    "than a log line, and goes on with 100 for a priority and without the group for an id.",
  judge(numbers) {
    return numbers.flatMap(({ path, kind, value }) => {
      const { min, max } = limits[kind];
      if (Number.isInteger(value) && value >= min && value <= max) return [];
      const message = `${String(value)} is outside ${String(min)} to ${String(max)}; write a whole number in that range`;
      return [{ path, message }];
    });
  },
};
