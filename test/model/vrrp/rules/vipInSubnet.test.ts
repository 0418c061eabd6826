import assert from "node:assert/strict";
import fc from "fast-check";
import { vrrpVipInSubnet } from "../../../../model/vrrp/rules";

const dotted = (number: number): string =>
  [24, 16, 8, 0].map((shift) => String((number >>> shift) & 255)).join(".");

/** A subnet's first and last address as numbers. */
function ends(base: number, prefix: number): [number, number] {
  const hosts = 2 ** (32 - prefix) - 1;
  const first = base - (base % (hosts + 1));
  return [first, first + hosts];
}

/** Addresses near each other, so that all cases occur. */
const cases = fc.record({
  base: fc.integer({ min: 0xc0000000, max: 0xc00000ff }),
  prefix: fc.integer({ min: 24, max: 30 }),
  address: fc.integer({ min: 0xc0000000, max: 0xc00000ff }),
  own: fc.integer({ min: 0xc0000000, max: 0xc00000ff }),
  written: fc.option(fc.integer({ min: 22, max: 32 }), { nil: undefined }),
});

describe("vrrp-vip-in-subnet", () => {
  it("accepts exactly what is inside the subnet, neither its first nor its last address, and no node's own", () => {
    fc.assert(
      fc.property(cases, ({ base, prefix, address, own, written }) => {
        const [first, last] = ends(base, prefix);
        const subnets = [`${dotted(first)}/${String(prefix)}`];
        const owners = [{ node: "n1", address: dotted(own) }];
        const placed = { path: "p", network: "lan", subnets, owners };
        const found = vrrpVipInSubnet.judge([{ ...placed, address: dotted(address), prefix: written }]);
        const right =
          address > first &&
          address < last &&
          address !== own &&
          (written === undefined || written >= prefix);
        assert.equal(found.length === 0, right, found[0]?.message);
      }),
      { numRuns: 2000 },
    );
  });

  it("needs no subnet to see the first and the last address of the one that is written", () => {
    fc.assert(
      fc.property(cases, ({ address, prefix }) => {
        const placed = { path: "p", network: "", subnets: [], owners: [], address: dotted(address), prefix };
        const inside = !ends(address, prefix).includes(address);
        assert.equal(vrrpVipInSubnet.judge([placed]).length === 0, inside);
      }),
    );
  });
});
