import assert from "node:assert/strict";
import {
  asJson,
  type FileReport,
  isGreen,
  runReport,
  summary,
  ticks,
} from "../../../cli/developer/test/report";

const report = (file: string, seconds: number, more: Partial<FileReport> = {}): FileReport => ({
  ...{ file, seconds, passed: 2, failed: 0, whole: true, lab: 1, output: "printed" },
  ...more,
});

const run = (...files: FileReport[]): ReturnType<typeof runReport> =>
  runReport("7", files, 1199.6, { idle: 0, all: 0 });

describe("the report of a run of tests", () => {
  it("names the ten slowest files, slowest first", () => {
    const files = Array.from({ length: 12 }, (_, index) => report(`f${String(index)}.test.ts`, index));
    const lines = summary(run(...files)).split("\n");
    assert.deepEqual(
      lines.filter((line) => line.includes(".test.ts")).map((line) => line.trim()),
      Array.from({ length: 10 }, (_, index) => `${String(11 - index)} s  f${String(11 - index)}.test.ts`),
    );
  });

  it("tells the totals, the wall time and the seed", () => {
    assert.match(
      summary(run(report("a", 1), report("b", 2))),
      /^4 passed, 0 failed in 20 min 00 s; the processor was idle for \d+ %; SEED=7$/m,
    );
  });

  it("is green only when every test of every file has run and passed", () => {
    assert.ok(isGreen(run(report("a", 1))));
    assert.ok(!isGreen(run(report("a", 1), report("b", 1, { failed: 1 }))));
    const early = run(report("a", 1), report("b", 1, { whole: false }));
    assert.ok(!isGreen(early));
    assert.match(summary(early), /^FAILED: b ended early$/m);
  });

  it("is JSON without what the tests printed", () => {
    const read = JSON.parse(asJson(run(report("a", 1)))) as { seconds: number; files: unknown[] };
    assert.equal(read.seconds, 1200);
    assert.deepEqual(read.files, [{ file: "a", seconds: 1, passed: 2, failed: 0, whole: true, lab: 1 }]);
  });

  it("reads the idle share from /proc/stat", () => {
    assert.deepEqual(ticks("cpu  10 1 20 300 40 5 6 7 8 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n"), {
      idle: 340,
      all: 389,
    });
  });
});
