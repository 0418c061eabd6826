import assert from "node:assert/strict";
import fc from "fast-check";
import { type VrrpGroup, parseCluster, parseVrrpGroup } from "../../../model";
import { effectivePriority, prioritiesInOrder } from "../../../model/vrrp/priority";

/** A group with these settings on all `size` nodes of a cluster. */
function groupOf(size: number, settings: object): VrrpGroup {
  const names = Array.from({ length: size }, (_, index) => `n${String(index + 1)}`);
  const cluster = parseCluster({
    name: "c",
    ssh: { hostKeys: "known_hosts" },
    networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
    nodes: Object.fromEntries(
      names.map((name, index) => [name, { address: `192.0.2.${String(index + 1)}` }]),
    ),
  });
  const input = { virtualRouterId: 1, virtualIpaddress: "192.0.2.200/24", order: names, ...settings };
  return parseVrrpGroup("g", input, cluster);
}

/** One to five checks. */
const checks = fc.integer({ min: 1, max: 5 }).map((count) => {
  return Array.from({ length: count }, (_, index) => ({ tcp: 1000 + index }));
});

/** Unique priorities of an operator. */
const written = fc.uniqueArray(fc.integer({ min: 2, max: 254 }), { minLength: 2, maxLength: 32 });

/** For each member, whether each check fails. */
function failures(size: number): fc.Arbitrary<boolean[][]> {
  return fc.array(fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), {
    minLength: size,
    maxLength: size,
  });
}

/** keepalived's election: the effective priorities of the members. Failed checks lower them. */
function effective(group: VrrpGroup, failed: boolean[][]): { healthy: boolean; priority: number }[] {
  return group.members.map((member, at) => {
    const weights = group.tracks.filter((_, index) => failed[at]?.[index]).map(({ weight }) => weight);
    return { healthy: weights.length === 0, priority: effectivePriority(member.priority, weights) };
  });
}

/** Demands that all healthy members are above the failed ones, and the first healthy member above all others. */
function assertHealthyWins(group: VrrpGroup, failed: boolean[][]): void {
  const members = effective(group, failed);
  const healthy = members.filter((member) => member.healthy).map(({ priority }) => priority);
  const rest = members.filter((member) => !member.healthy).map(({ priority }) => priority);
  if (healthy.length === 0) return;
  assert.ok(Math.min(...healthy) > Math.max(0, ...rest), JSON.stringify(members));
  assert.equal(new Set(healthy).size, healthy.length);
}

describe("the election", () => {
  it("is won by a healthy member with default weights, whatever fails on whichever nodes", () => {
    const cases = fc
      .integer({ min: 2, max: 32 })
      .chain((size) => fc.tuple(fc.constant(size), checks, failures(size)));
    fc.assert(
      fc.property(cases, ([size, track, failed]) => {
        assertHealthyWins(groupOf(size, { track }), failed);
      }),
      { numRuns: 300 },
    );
  });

  it("is won by a healthy member with priorities that you wrote", () => {
    const cases = written.chain((priorities) =>
      fc.tuple(fc.constant(priorities), checks, failures(priorities.length)),
    );
    fc.assert(
      fc.property(cases, ([priorities, track, failed]) => {
        const priority = Object.fromEntries(
          priorities.map((value, index) => [`n${String(index + 1)}`, value]),
        );
        assertHealthyWins(groupOf(priorities.length, { track, priority, order: undefined }), failed);
      }),
      { numRuns: 300 },
    );
  });

  it("accepts exactly those weights with which it's won by a healthy member", () => {
    const cases = fc.tuple(written, fc.integer({ min: -253, max: -1 }));
    fc.assert(
      fc.property(cases, ([priorities, weight]) => {
        const priority = Object.fromEntries(
          priorities.map((value, index) => [`n${String(index + 1)}`, value]),
        );
        const settings = { priority, order: undefined, track: [{ tcp: 1, weight }] };
        // The highest must fall below the lowest, and the second lowest takes the lowest's place.
        const sorted = [...priorities].sort((left, right) => right - left);
        const wins = sorted.every((value, at) => {
          const others = sorted.filter((_, index) => index !== at);
          return others.every((other) => effectivePriority(value, [weight]) < other);
        });
        const parse = (): VrrpGroup => groupOf(priorities.length, settings);
        if (wins) parse();
        else assert.throws(parse, /VRRP_FAILOVER_POSSIBLE/);
      }),
      { numRuns: 500 },
    );
  });

  it("has the articles' priorities, and room below the last for 32 nodes", () => {
    assert.deepEqual(prioritiesInOrder(3), [100, 90, 80]);
    for (let size = 2; size <= 32; size++) {
      const priorities = prioritiesInOrder(size);
      assert.equal(new Set(priorities).size, size);
      assert.ok(Math.min(...priorities) >= 2 && Math.max(...priorities) <= 254);
      assert.deepEqual(
        priorities,
        [...priorities].sort((left, right) => right - left),
      );
    }
  });

  for (const [title, settings] of [
    ["nopreempt", { nopreempt: true }],
    ["preemptDelay", { preemptDelay: 30 }],
  ] as const) {
    it(`is by FAULT with ${title}, and every member begins as BACKUP`, () => {
      const group = groupOf(3, { ...settings, track: [{ process: "x" }, { interface: "eth1" }] });
      assert.deepEqual(
        group.tracks.map(({ name, weight }) => [name, weight]),
        [
          ["x", 0],
          ["eth1", 0],
        ],
      );
      assert.deepEqual(
        group.members.map(({ state }) => state),
        ["BACKUP", "BACKUP", "BACKUP"],
      );
    });
  }
});
