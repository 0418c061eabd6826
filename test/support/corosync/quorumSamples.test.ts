import assert from "node:assert/strict";
import { samplesOf } from "./quorumSamples";

describe("samples of quorum", () => {
  it("hold what a node told until it tells something else", () => {
    const told = [
      { time: 1000, quorate: true },
      { time: 1250, quorate: false },
      { time: 1260, quorate: true },
    ];
    assert.deepEqual(
      samplesOf("n1", told, 1400).map(({ time, quorate }) => [time, quorate]),
      [
        [1000, true],
        [1100, true],
        [1200, true],
        [1250, false],
        [1260, true],
        [1360, true],
      ],
    );
  });
});
