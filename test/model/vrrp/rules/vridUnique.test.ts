import assert from "node:assert/strict";
import fc from "fast-check";
import { vrrpVridUnique } from "../../../../model/vrrp/rules";
import { judgeAll } from "../../../../model/rule";

const networks = ["192.0.2.0/24", "198.51.100.0/24", "2001:db8::/64"] as const;
const router = fc.record({
  network: fc.constantFrom(...networks),
  virtualRouterId: fc.integer({ min: 49, max: 60 }),
});
const others = fc.array(router, { maxLength: 4 });

describe("vrrp-vrid-unique", () => {
  it("finds every group whose id another one of its segment has, and names an id that is free there", () => {
    fc.assert(
      fc.property(fc.array(router, { maxLength: 12 }), others, (groups, foreign) => {
        const routers = groups.map(({ network, virtualRouterId }, index) => ({
          ...{ network, virtualRouterId, name: `g${String(index)}`, path: String(index) },
          family: network.includes(":") ? (6 as const) : (4 as const),
        }));
        const options = {
          others: foreign.map(({ network, virtualRouterId }) => ({
            ...{ stack: "s", network },
            virtualRouterIds: [virtualRouterId],
          })),
        };
        const seen = new Set(foreign.map(({ network, virtualRouterId }) => `${network} ${virtualRouterId}`));
        const taken = new Set([...seen, ...groups.map((each) => `${each.network} ${each.virtualRouterId}`)]);
        const clashing = groups.flatMap(({ network, virtualRouterId }, index) => {
          const key = `${network} ${virtualRouterId}`;
          if (seen.has(key)) return [String(index)];
          seen.add(key);
          return [];
        });
        const found = judgeAll(vrrpVridUnique, routers, options).filter(({ path }) => path !== "others");
        assert.deepEqual(found.map(({ path }) => path).sort(), clashing.sort());
        for (const { path, message } of found) {
          const [, free = ""] = /write (\d+)$/.exec(message) ?? [];
          assert.ok(!taken.has(`${String(groups[Number(path)]?.network)} ${free}`), message);
        }
      }),
    );
  });

  it("takes members' files of one name or with a common address for one group", () => {
    const file = (node: string, name: string, addresses: string[]) => ({
      ...{ path: node, node, name, addresses },
      ...{ network: networks[0], family: 4 as const, virtualRouterId: 51 },
    });
    const first = file("a", "ui", ["192.0.2.100"]);
    assert.deepEqual(vrrpVridUnique.judge([first, file("b", "ui", ["192.0.2.101"])]), []);
    assert.deepEqual(vrrpVridUnique.judge([first, file("b", "web", ["192.0.2.100"])]), []);
    assert.equal(vrrpVridUnique.judge([first, file("b", "web", ["192.0.2.101"])]).length, 1);
    assert.equal(vrrpVridUnique.judge([first, file("a", "ui", ["192.0.2.100"])]).length, 1);
  });
});
