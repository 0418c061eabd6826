import assert from "node:assert/strict";
import fc from "fast-check";
import { effectivePriority } from "../../../../model/vrrp/priority";
import { contender, vrrpFailoverPossible } from "../../../../model/vrrp/rules/failoverPossible";

interface Member {
  readonly priority: number;
  /** The weights of its checks. */
  readonly weights: readonly number[];
}

const member = fc.record({
  priority: fc.oneof(fc.integer({ min: 1, max: 254 }), fc.integer({ min: 90, max: 100 })),
  weights: fc.array(fc.oneof(fc.integer({ min: -253, max: 253 }), fc.integer({ min: -12, max: 12 })), {
    maxLength: 3,
  }),
});
const group = fc.array(member, { minLength: 2, maxLength: 4 });

/** keepalived.conf(5), weight: above 0 it counts while the check succeeds, below 0 while it fails. */
function elected({ priority, weights }: Member, failed: readonly boolean[]): number {
  const sum = weights.reduce(
    (total, weight, at) => total + (weight > 0 === !failed[at] ? weight : 0),
    priority,
  );
  return effectivePriority(sum, []);
}

/** All ways in which a member's checks fail. With a failed check of weight 0 it's in FAULT, and not in the election. */
function failures({ weights }: Member): boolean[][] {
  const all = weights.reduce<boolean[][]>(
    (ways, weight) =>
      ways.flatMap((way) =>
        weight === 0
          ? [[...way, false]]
          : [
              [...way, false],
              [...way, true],
            ],
      ),
    [[]],
  );
  return all.filter((way) => way.includes(true));
}

/** Whether each member with failed checks is below all members whose checks succeed. */
function healthyWins(members: readonly Member[]): boolean {
  return members.every((failed, at) =>
    failures(failed).every((way) =>
      members.every((rival, index) => index === at || elected(failed, way) < elected(rival, [])),
    ),
  );
}

function judged(members: readonly Member[]): ReturnType<typeof vrrpFailoverPossible.judge> {
  return vrrpFailoverPossible.judge(
    members.map(({ priority, weights }, at) =>
      contender({
        ...{ group: "g", node: `n${String(at)}`, priority, nopreempt: false, preemptDelay: 0 },
        checks: weights.map((weight, index) => ({
          name: `c${String(index)}`,
          weight,
          path: `${at}.${index}`,
        })),
      }),
    ),
  );
}

describe("vrrp-failover-possible", () => {
  it("finds nothing exactly if a healthy member wins, for every combination of checks", () => {
    fc.assert(
      fc.property(group, (members) => {
        assert.equal(judged(members).length === 0, healthyWins(members));
      }),
      { numRuns: 3000 },
    );
  });

  it("says what to write instead: with that weight a healthy member wins", () => {
    const shared = fc.tuple(
      fc.uniqueArray(fc.integer({ min: 2, max: 254 }), { minLength: 2, maxLength: 4 }),
      fc.integer({ min: -253, max: 253 }),
    );
    fc.assert(
      fc.property(shared, ([priorities, weight]) => {
        const members = (weights: number[]) => priorities.map((priority) => ({ priority, weights }));
        const [found] = judged(members([weight]));
        if (found === undefined) return;
        const advised = Number(/write (-\d+) or less/.exec(found.message)?.[1]);
        assert.deepEqual(judged(members([advised])), [], found.message);
      }),
    );
  });
});
