import assert from "node:assert/strict";
import fc from "fast-check";
import { vrrpUnicastPeers } from "../../../../model/vrrp/rules";

const size = 4;
const address = (index: number): string => `192.0.2.${String(11 + index)}`;

/** For each member, whether each address, and a foreign one, is among its peers. */
const lists = fc.array(
  fc.option(
    fc.array(
      fc.integer({ min: 0, max: 5 }).map((odds) => odds > 0),
      { minLength: size + 1, maxLength: size + 1 },
    ),
    { nil: undefined, freq: 10 },
  ),
  { minLength: 2, maxLength: size },
);

describe("vrrp-unicast-peers", () => {
  it("accepts exactly all the other members on every member, maybe with further peers, or multicast everywhere", () => {
    const complete = fc.integer({ min: 2, max: size }).map((count) => {
      const row = (own: number) => Array.from({ length: size + 1 }, (_, at) => at < count && at !== own);
      return Array.from({ length: count }, (_, own) => row(own));
    });
    fc.assert(
      fc.property(fc.oneof(lists, complete), (members) => {
        const speakers = members.map((list, index) => ({
          ...{ path: String(index), group: "g", node: `n${String(index)}`, address: address(index) },
          peers: list?.flatMap((listed, at) => (listed ? [address(at)] : [])),
        }));
        const right =
          members.every((list) => list === undefined) ||
          members.every((list, own) =>
            list?.every((listed, at) => at >= members.length || listed === (at !== own)),
          );
        const found = vrrpUnicastPeers.judge(speakers);
        assert.equal(found.length === 0, right, JSON.stringify([speakers, found]));
      }),
      { numRuns: 1000 },
    );
  });
});
