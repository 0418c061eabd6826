import assert from "node:assert/strict";
import fc from "fast-check";
import type { Quorum } from "../../../model/quorum/quorum";
import { quorumEvenNodes, quorumExpectedVotes, quorumQdeviceVotes } from "../../../model/quorum/rules";

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
  it("refuse equal votes exactly where a cut could leave two halves, and other votes wherever one could", () => {
    const refused = (of: readonly number[]) => quorumEvenNodes.judge([clusterOf(of)]).length > 0;
    fc.assert(
      fc.property(equal, votes, (same, any) => {
        assert.equal(refused(same), canTie(same));
        if (canTie(any)) assert.ok(refused(any), String(any));
      }),
    );
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

  it("refuse ffsplit's vote exactly where it makes a tie possible that wasn't", () => {
    fc.assert(
      fc.property(equal, (of) => {
        const qdevice = { host: "q", algorithm: "ffsplit" as const, votes: 1 };
        const found = quorumQdeviceVotes.judge([clusterOf(of, { qdevice })]);
        assert.equal(found.length > 0, !canTie(of) && canTie([...of, 1]));
      }),
    );
  });
});
