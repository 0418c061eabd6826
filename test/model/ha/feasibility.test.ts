import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { HaRule } from "../../../model";
import { feasibility } from "../../../lab/pve/api/feasibility";
import { infeasible } from "../../../model/ha/feasibility";

const sids = ["vm:100", "vm:101", "vm:102", "vm:103"];
const nodeNames = ["n1", "n2", "n3"];

const some = (of: readonly string[]) => fc.subarray([...of], { minLength: 1 });
const ruleWith = (name: string): fc.Arbitrary<HaRule> =>
  fc.oneof(
    fc.record({
      type: fc.constant("node-affinity" as const),
      name: fc.constant(name),
      path: fc.constant([]),
      resources: some(sids),
      nodes: fc.dictionary(fc.constantFrom(...nodeNames), fc.integer({ min: 1, max: 2 }), { minKeys: 1 }),
      strict: fc.boolean(),
    }),
    fc.record({
      type: fc.constant("resource-affinity" as const),
      name: fc.constant(name),
      path: fc.constant([]),
      resources: some(sids),
      affinity: fc.constantFrom("positive" as const, "negative" as const),
    }),
  );
const ruleSets = fc
  .integer({ min: 0, max: 4 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => ruleWith(`r${String(index)}`))));

const blamed = (rules: readonly HaRule[], nodes = nodeNames): string[] =>
  [...new Set(infeasible(rules, nodes).map(({ rule, reason }) => `${rule.name}: ${reason}`))].sort();

/** Every way to put the guests on nodes. */
function placements(nodes: readonly string[]): Record<string, string>[] {
  return sids.reduce<Record<string, string>[]>(
    (made, sid) => made.flatMap((placed) => nodes.map((node) => ({ ...placed, [sid]: node }))),
    [{}],
  );
}

function holds(rule: HaRule, placed: Readonly<Record<string, string>>): boolean {
  const used = rule.resources.map((sid) => placed[sid] ?? "");
  if (rule.type === "node-affinity") return used.every((node) => rule.nodes[node] !== undefined);
  const distinct = new Set(used).size;
  return rule.affinity === "positive" ? distinct === 1 : distinct === used.length;
}

/** A rule as rules.cfg holds it. */
function asSection(rule: HaRule): [string, Record<string, string>] {
  const { name, type, resources } = rule;
  const nodes = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([node, priority]) => `${node}:${String(priority)}`)
      .join(",");
  const more = rule.type === "node-affinity" ? { nodes: nodes(rule.nodes) } : { affinity: rule.affinity };
  return [name, { type, resources: resources.join(","), ...more }];
}

describe("the feasibility of rules", () => {
  it("blames the same rules in any order", () => {
    fc.assert(
      fc.property(ruleSets, (rules) => {
        assert.deepEqual(blamed([...rules].reverse()), blamed(rules));
      }),
    );
  });

  it("blames what the lab's double of Proxmox VE blames, whose checks are code of their own", () => {
    fc.assert(
      fc.property(ruleSets, (rules) => {
        const doubled = [...feasibility(new Map(rules.map(asSection)), nodeNames.length)];
        const theirs = doubled.flatMap(([name, reasons]) => reasons.map((reason) => `${name}: ${reason}`));
        assert.deepEqual(blamed(rules), theirs.sort());
      }),
    );
  });

  it("finds no conflict between rules that share no guest", () => {
    fc.assert(
      fc.property(ruleWith("a"), ruleWith("b"), (one, other) => {
        const apart = { ...one, resources: ["vm:100", "vm:101"] };
        const rest = { ...other, resources: ["vm:102", "vm:103"] };
        assert.deepEqual(blamed([apart, rest]), [...blamed([apart]), ...blamed([rest])].sort());
      }),
    );
  });

  it("blames a rule no less for one more beside it, and with one more node no more", () => {
    fc.assert(
      fc.property(ruleSets, ruleWith("more"), (rules, more) => {
        const before = new Set(infeasible(rules, nodeNames).map(({ rule }) => rule.name));
        // Merged with a further positive rule, or with a node rule on other nodes, counts change; blame stays.
        const after = new Set(infeasible([...rules, more], nodeNames).map(({ rule }) => rule.name));
        if (more.type !== "node-affinity") for (const name of before) assert.ok(after.has(name), name);
        const wider = blamed(rules, [...nodeNames, "n4"]);
        for (const each of wider) assert.ok(blamed(rules).includes(each), each);
      }),
    );
  });

  it("passes two rules only if some placement of the guests fulfils both", () => {
    const places = placements(nodeNames);
    fc.assert(
      fc.property(ruleWith("a"), ruleWith("b"), (one, other) => {
        fc.pre(blamed([one, other]).length === 0);
        assert.ok(places.some((placed) => holds(one, placed) && holds(other, placed)));
      }),
      { numRuns: 500 },
    );
  });

  it("blames every rule on nodes that shares a guest with another one, whatever their names and nodes", () => {
    fc.assert(
      fc.property(some(sids), some(sids), (mine, yours) => {
        const on = (name: string, resources: string[]): HaRule => ({
          ...{ type: "node-affinity", name, path: [], resources, nodes: { n1: 1 }, strict: false },
        });
        const shared = mine.filter((sid) => yours.includes(sid));
        const expected = ["a", "b"].flatMap((name) =>
          shared.map((sid) => `${name}: resource '${sid}' is already used in another node affinity rule`),
        );
        assert.deepEqual(blamed([on("a", mine), on("b", yours)]), expected.sort());
      }),
    );
  });
});
