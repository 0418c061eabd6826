import { strict as assert } from "node:assert";
import fc from "fast-check";
import { predecessors, rollOrder } from "../../../components/unit/rollOrder";
import type { ClusterFacts } from "../../../components/cluster/gatherFacts";
import { Answers } from "../../../agent/answers";
import type { Facts } from "../../../agent/facts";
import { noFacts } from "../../support/agent/noFacts";
import { clusterFacts, unitFacts } from "../../support/pulumi/mockedStack";

const address = "192.0.2.100";

/** Any cluster: the nodes with the unit, the nodes with the address, and the unreachable nodes. */
const anyCluster = fc
  .uniqueArray(fc.stringMatching(/^n\d{1,3}$/), { minLength: 2, maxLength: 32 })
  .chain((members) =>
    fc.record({
      members: fc.constant(members),
      facts: fc
        .tuple(
          ...members.map(() => fc.record({ holds: fc.boolean(), has: fc.boolean(), silent: fc.boolean() })),
        )
        .map(
          (all): ClusterFacts =>
            new Answers(
              new Map(
                members.map((name, index): [string, Facts | Error] => {
                  const state = all[index];
                  if (!state || state.silent) return [name, new Error("no answer")];
                  const units = new Map(state.has ? [["ui", unitFacts]] : []);
                  return [name, { ...noFacts, addresses: state.holds ? [address] : ["192.0.2.9"], units }];
                }),
              ),
            ),
        ),
    }),
  );

const holds = (facts: ClusterFacts, node: string): boolean =>
  facts.of(node)?.addresses.includes(address) ?? false;

describe("the order of a roll", () => {
  it("has every member once, and the holders of the address after all others", () => {
    fc.assert(
      fc.property(anyCluster, ({ members, facts }) => {
        const order = rollOrder(members, [address], facts);
        assert.deepEqual([...order].sort(), [...members].sort());
        const states = order.map((node) => holds(facts, node));
        assert.deepEqual(states, [...states].sort());
      }),
    );
  });

  it("begins with the lowest priority among equals", () => {
    assert.deepEqual(
      rollOrder(
        ["n1", "n2", "n3"],
        [address],
        clusterFacts(() => noFacts),
      ),
      ["n3", "n2", "n1"],
    );
  });

  it("is one chain of the nodes that have the unit, before all that don't", () => {
    fc.assert(
      fc.property(anyCluster, ({ members, facts }) => {
        const before = predecessors("ui", members, [address], facts);
        const running = members.filter((node) => facts.of(node)?.units.has("ui"));
        const order = rollOrder(running, [address], facts);
        for (const [index, node] of order.entries())
          assert.deepEqual(before.get(node), order.slice(0, index));
        for (const node of members.filter((each) => !running.includes(each)))
          assert.deepEqual(before.get(node), order);
      }),
    );
  });
});
