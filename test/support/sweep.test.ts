import assert from "node:assert/strict";
import fc from "fast-check";
import { sample } from "./sweep";

interface Case {
  kind: string;
  number: number;
}

const kindOf = ({ kind }: Case): string => kind;
const cases = fc
  .array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 40 })
  .map((kinds) => kinds.map((kind, number): Case => ({ kind, number })));
const sweeps = [cases, fc.nat(50), fc.nat()] as const;

/** Calls `run` with another QUORATE_ALL, because `npm run test:all` sets it for these tests, too. */
function withAll(value: string | undefined, run: () => void): void {
  const before = process.env["QUORATE_ALL"];
  const set = (to: string | undefined): void => {
    if (to === undefined) delete process.env["QUORATE_ALL"];
    else process.env["QUORATE_ALL"] = to;
  };
  set(value);
  try {
    run();
  } finally {
    set(before);
  }
}

describe("a sample of a sweep", () => {
  it("has each kind, and as many as it's to have, in their order", () => {
    const property = fc.property(...sweeps, (all, count, seed) => {
      const taken = sample(all, { kindOf, count, seed });
      const kinds = new Set(all.map(kindOf));
      assert.deepEqual(new Set(taken.map(kindOf)), kinds);
      assert.equal(taken.length, Math.min(all.length, Math.max(count, kinds.size)));
      assert.deepEqual(
        taken,
        all.filter((one) => taken.includes(one)),
      );
    });
    withAll(undefined, () => fc.assert(property));
  });

  it("is the same for the same seed, and each case is in that of some seed", () => {
    const same = fc.property(...sweeps, (all, count, seed) => {
      assert.deepEqual(sample(all, { kindOf, count, seed }), sample(all, { kindOf, count, seed }));
    });
    const some = fc.property(cases, (all) => {
      const taken = Array.from({ length: 400 }, (_, seed) => sample(all, { kindOf, count: 8, seed }));
      assert.deepEqual(new Set(taken.flat()), new Set(all));
    });
    withAll(undefined, () => {
      fc.assert(same);
      fc.assert(some, { numRuns: 10 });
    });
  });

  it("has every case with QUORATE_ALL=1", () => {
    const property = fc.property(...sweeps, (all, count, seed) => {
      assert.deepEqual(sample(all, { kindOf, count, seed }), all);
    });
    withAll("1", () => fc.assert(property));
  });

  it("is of the seed in SEED if none is said", () => {
    const all = Array.from({ length: 30 }, (_, number): Case => ({ kind: "a", number }));
    const before = process.env["SEED"];
    process.env["SEED"] = "7";
    try {
      withAll(undefined, () =>
        assert.deepEqual(sample(all, { kindOf, count: 5 }), sample(all, { kindOf, count: 5, seed: 7 })),
      );
      process.env["SEED"] = "seven";
      assert.throws(() => sample(all, { kindOf, count: 5 }), /SEED is a number, and not "seven"/);
    } finally {
      if (before === undefined) delete process.env["SEED"];
      else process.env["SEED"] = before;
    }
  });
});
