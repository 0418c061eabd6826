import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type LabFile, nextFile, shares } from "../../../cli/developer/test/plan";

const file = (path: string, seconds: number, onStack = false): LabFile => ({ path, seconds, onStack });

describe("the next file of tests for a lab", () => {
  it("is the longest one that is left", () => {
    assert.equal(nextFile([file("a", 5), file("b", 9), file("c", 7)], false, 0, 3)?.path, "b");
  });

  it("begins on the stack when the lab has it, however short the file is", () => {
    assert.equal(nextFile([file("a", 500), file("b", 1, true)], true, 0, 3)?.path, "b");
  });

  it("begins on the stack on one lab at least", () => {
    assert.equal(nextFile([file("a", 500), file("b", 1, true)], false, 0, 3)?.path, "b");
  });

  it("leaves the stack to the lab that has it, unless that has more to do than the others", () => {
    const some = [file("a", 100), file("b", 30, true), file("c", 20, true)];
    assert.equal(nextFile(some, false, 1, 3)?.path, "a");
    const many = [file("a", 100), file("b", 300, true), file("c", 200, true)];
    assert.equal(nextFile(many, false, 1, 3)?.path, "b");
  });

  it("is any file in the end: all labs together run each file once", () => {
    const files = fc.uniqueArray(
      fc.record({ path: fc.stringMatching(/^[a-z]{1,3}$/), onStack: fc.boolean(), seconds: fc.nat(900) }),
      { selector: ({ path }) => path },
    );
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 5 }), (all, labs) => {
        const left = [...all];
        const stack = Array.from({ length: labs }, () => false);
        const dealt: LabFile[] = [];
        for (let lab = 0; left.length > 0; lab = (lab + 1) % labs) {
          const others = stack.filter((has, index) => has && index !== lab).length;
          const next = nextFile(left, stack[lab] ?? false, others, labs);
          assert.ok(next, "a lab had nothing to do though files were left");
          left.splice(left.indexOf(next), 1);
          stack[lab] = next.onStack;
          dealt.push(next);
        }
        assert.deepEqual(dealt.map(({ path }) => path).sort(), all.map(({ path }) => path).sort());
      }),
    );
  });
});

describe("the shares of two processes", () => {
  it("take about the same time, longest files first", () => {
    const files = [file("a", 5), file("b", 9), file("c", 7), file("d", 2)];
    assert.deepEqual(
      shares(files, 2).map((share) => share.map(({ path }) => path)),
      [
        ["b", "d"],
        ["c", "a"],
      ],
    );
  });

  it("are fewer when there are fewer files", () => {
    assert.deepEqual(shares([file("a", 5)], 2), [[file("a", 5)]]);
    assert.deepEqual(shares([], 2), []);
  });

  it("hold each file once", () => {
    const files = fc.array(fc.record({ path: fc.string(), onStack: fc.boolean(), seconds: fc.nat(900) }));
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 5 }), (all, processes) => {
        const dealt = shares(all, processes).flat();
        assert.equal(dealt.length, all.length);
        assert.deepEqual(new Set(dealt), new Set(all));
      }),
    );
  });
});
