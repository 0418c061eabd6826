import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { findings, vocabularyFindings } from "../../../cli/developer/vocabulary";

describe("the vocabulary", () => {
  it("names a phrase to avoid and the wanted words, unless the phrase is quoted or part of a word", () => {
    assert.deepEqual(findings("# Nobody listens, unless said."), [
      '"Nobody"; write the actor: "no node", "no program"',
      '"unless said"; write "default: X"',
    ]);
    assert.deepEqual(findings("# Ends what would hang, where no node waits."), [
      '"where no"; write "if", "when"',
      '"Ends what"; write a noun: "the node\'s files"',
    ]);
    assert.deepEqual(findings("# A page says what to run."), []);
    assert.deepEqual(findings('Avoid _nobody_ and "somebody"; use `whoever` here, nobodyElse there.'), []);
  });

  it("looks at the lines of scripts, sources and pages", () => {
    const folder = mkdtempSync(`${tmpdir()}/quorate-vocabulary-`);
    const files = ["a.sh", "b.md", "c.json"].map((name) => `${folder}/${name}`);
    for (const file of files) writeFileSync(file, "# a comment\n# by now\n");
    try {
      assert.deepEqual(
        vocabularyFindings(files),
        ["a.sh", "b.md"].map((name) => `${folder}/${name}:2: "by now"; write "now", "already"`),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
