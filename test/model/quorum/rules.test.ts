import assert from "node:assert/strict";
import fc from "fast-check";
import type { Quorum } from "../../../model/quorum/quorum";
import {
  quorumEvenNodes,
  quorumExpectedVotes,
  quorumQdeviceVotes,
  quorumTwoNodes,
} from "../../../model/quorum/rules";

function clusterOf(votes: readonly number[], more: Partial<Quorum> = {}): Quorum {
  return {
    path: "quorum",
    nodes: votes.map((each, index) => ({ name: `n${String(index)}`, votes: each, addresses: [] })),
    ...{ twoNode: false, waitForAll: false, autoTieBreaker: false, lastManStanding: false },
    ...{ twoNodesAccepted: false, haResources: [] },
    ...more,
  };
}

/** Whether some cut into two parts leaves both with the same votes. */
function canTie(votes: readonly number[]): boolean {
  const total = votes.reduce((sum, each) => sum + each, 0);
  const sums = votes.reduce<number[]>((all, each) => [...all, ...all.map((sum) => sum + each)], [0]);
  return sums.includes(total / 2);
}

const equal = fc.integer({ min: 3, max: 12 }).map((count) => Array.from({ length: count }, () => 1));
const votes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 8 });

describe("quorum rules", () => {
  it("refuse votes exactly if a cut could leave two halves, and name two", () => {
    fc.assert(
      fc.property(fc.oneof(equal, votes), (of) => {
        const [found] = quorumEvenNodes.judge([clusterOf(of)]);
        assert.equal(found !== undefined, canTie(of), String(of));
        const [, left = "", right = ""] = /\((.*) against (.*)\)/.exec(found?.message ?? "") ?? [];
        const sum = (names: string) =>
          names.split(", ").reduce((total, name) => total + (of[Number(name.slice(1))] ?? 0), 0);
        if (found) assert.equal(sum(left), sum(right), found.message);
      }),
    );
  });

  it("say of two nodes which goes on alone: each of two_node, the one with the majority, or neither", () => {
    const one = (votes: readonly number[], more: Partial<Quorum> = {}) =>
      quorumTwoNodes.judge([clusterOf(votes, more)])[0]?.message ?? "";
    assert.match(one([1, 1]), /when they lose contact both stop/);
    assert.match(one([1, 1], { twoNode: true }), /both go on/);
    assert.match(one([2, 1], { twoNode: true }), /both go on/);
    assert.match(
      one([2, 1]),
      /n0 goes on alone with 2 of 3 votes, and when that node itself fails, the other stops too/,
    );
    assert.match(one([1, 3]), /n1 goes on alone with 3 of 4 votes/);
    assert.match(one([1, 1], { autoTieBreaker: true }), /auto_tie_breaker lets one go on alone/);
    assert.match(one([2, 1], { expectedVotes: 4 }), /both stop/);
    assert.equal(one([2, 1], { twoNodesAccepted: true }), "");
    assert.match(one([1, 1], { twoNodesAccepted: true }), /both stop/);
    assert.equal(one([2, 1], { qdevice: { host: "q", algorithm: "lms" } }), "");
  });

  it("accept expected votes that are the sum alone, with the qdevice's", () => {
    const cases = fc.tuple(votes, fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }), fc.nat(30));
    fc.assert(
      fc.property(cases, ([of, device, expectedVotes]) => {
        const qdevice =
          device === undefined ? undefined : { host: "q", algorithm: "ffsplit" as const, votes: device };
        const sum = of.reduce((total, each) => total + each, device ?? 0);
        for (const written of [expectedVotes, sum]) {
          const found = quorumExpectedVotes.judge([clusterOf(of, { expectedVotes: written, qdevice })]);
          assert.equal(found.length === 0, written === sum, String([of, device, written]));
        }
      }),
    );
  });

  it("refuse ffsplit's vote exactly if it makes a tie possible that wasn't", () => {
    fc.assert(
      fc.property(equal, (of) => {
        const qdevice = { host: "q", algorithm: "ffsplit" as const, votes: 1 };
        const found = quorumQdeviceVotes.judge([clusterOf(of, { qdevice })]);
        assert.equal(found.length > 0, !canTie(of) && canTie([...of, 1]));
      }),
    );
  });
});
