import assert from "node:assert/strict";
import { continuity, quickerThan } from "./sampling";

const vip = "192.0.2.100";

/** Samples at these milliseconds, each with the holders of the VIP. */
const samples = (...looks: readonly [time: number, ...holders: string[]][]) =>
  looks.map(([time, ...holders]) => ({
    time,
    addresses: Object.fromEntries(["n1", "n2"].map((node) => [node, holders.includes(node) ? [vip] : []])),
  }));

const gap = (...looks: readonly [time: number, ...holders: string[]][]): number =>
  continuity(samples(...looks), vip).gapMs;

describe("the samples of an address", () => {
  it("tell who had it, one after the other, and how many at once", () => {
    const seen = samples([0, "n1"], [100, "n1"], [200, "n1", "n2"], [300, "n2"], [400, "n2"]);
    assert.deepEqual(continuity(seen, vip), { atOnce: 2, gapMs: 0, holders: ["n1", "n1+n2", "n2"] });
  });

  it("have no gap where each shows a holder, however late it came", () => {
    assert.equal(gap([0, "n1"], [100, "n1"], [5000, "n2"]), 0);
  });

  it("have a gap from the last with a holder to the next", () => {
    assert.equal(gap([0, "n1"], [100, "n1"], [200], [300], [400, "n2"], [500, "n2"]), 300);
  });

  it("have one if the first or the last show none", () => {
    assert.equal(gap([0], [100, "n1"], [200, "n1"]), 100);
    assert.equal(gap([0, "n1"], [100], [200]), 200);
    assert.equal(gap([0], [100], [200]), 200);
  });

  it("don't count what the sampler was late on either side of the gap, but what it was between", () => {
    assert.equal(gap([0, "n1"], [1000], [1100], [3100], [4100, "n2"]), 150 + 100 + 2000 + 150);
  });
});

describe("a speed", () => {
  const measuring = (...values: readonly number[]) => {
    const left = [...values];
    return () => Promise.resolve(left.shift() ?? assert.fail("measured once too often"));
  };

  it("is enough when one of three tries was", async () => {
    await quickerThan(1000, "nobody", measuring(999));
    await quickerThan(1000, "nobody", measuring(2000, 1000, 999));
  });

  it("isn't when none of three was", () =>
    assert.rejects(quickerThan(1000, "nobody", measuring(1000, 2000, 1500)), {
      message: "nobody: 1000, 2000, 1500 ms, never less than 1000",
    }));
});
