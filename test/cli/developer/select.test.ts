import assert from "node:assert/strict";
import { select } from "../../../cli/developer/test/select";

describe("the selection of tests", () => {
  it("is every file, those on labs apart", () => {
    const { units, onLabs, options } = select([]);
    assert.ok(units.includes("test/cli/developer/select.test.ts"));
    assert.ok(onLabs.includes("test/acceptance/preview.test.ts"));
    assert.ok(!units.some((path) => path.startsWith("test/acceptance/")));
    assert.deepEqual(options, []);
  });

  it("is the files and folders that are named, each once; mocha gets the rest", () => {
    const args = [
      "-g",
      "a name",
      "./test/acceptance/lab/",
      "test/docs",
      "test/acceptance/lab/command.test.ts",
    ];
    const { units, onLabs, options } = select(args);
    assert.deepEqual(options, ["-g", "a name"]);
    assert.ok(units.length > 0 && units.every((path) => /^test\/docs\/\w+\.test\.ts$/.test(path)));
    assert.ok(
      onLabs.length > 1 && onLabs.every((path) => /^test\/acceptance\/lab\/\w+\.test\.ts$/.test(path)),
    );
    assert.equal(new Set(onLabs).size, onLabs.length);
  });
});
