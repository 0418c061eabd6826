import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { lengthFindings } from "../../../cli/developer/fileLengths";
import { findings, sentenceFindings } from "../../../cli/developer/sentences";

/** A sentence of `count` words. */
const words = (count: number): string => `${"word ".repeat(count - 1)}end.`;

describe("the length of sentences and files", () => {
  it("is at most 25 words and a semicolon a sentence; code in backticks is one word", () => {
    const of = (text: string): string[] => findings({ line: 7, text });
    assert.deepEqual(of(`${words(25)} ${words(25)}`), []);
    assert.deepEqual(of(`${words(3)} ${words(26)}`), [
      '7: "word word word word word word …" has 26 words; write at most 25',
    ]);
    assert.deepEqual(
      of(`\`${words(9)}\` [${words(9)}](https://example.com) ${words(16)}`.replaceAll("end.", "")),
      [],
    );
    assert.deepEqual(of("One; two."), []);
    assert.deepEqual(of("One; two; three."), ['7: "One; two; three. …" has 2 semicolons; write at most one']);
  });

  it("is judged in pages, comments and messages, and not in code, quotations and tables as a whole", () => {
    const long = words(26);
    const half = words(13).replace(".", "");
    const texts = {
      "a.md": `${half}\n${half}\n\n- ${half}\n- ${half}\n\n| ${half} | ${half} |\n\n\`\`\`\n${long}\n\`\`\`\n\n    ${long}\n\n> ${long}\n`,
      "b.ts": `/**\n * ${half}\n * ${half}\n *\n * @example\n * ${long}\n */\nconst a = "${half}: ${half}";\nconst b =\n  "${half} " +\n  "${half}";\nconst c = "{ ${long} }";\n`,
      "c.sh": `#!/bin/sh\n# ${half}\n# ${half}\nrun "${long}"\ndie "${long}"\n`,
      "d.json": `"${long}"\n`,
    };
    inFolder(texts, (files) => {
      const found = sentenceFindings(files).map((each) => /([a-d]\.\w+:\d+):/.exec(each)?.[1]);
      assert.deepEqual(found, ["a.md:1", "b.ts:10", "b.ts:1", "c.sh:2", "c.sh:5"]);
    });
  });

  it("is at most 250 lines a file", () => {
    inFolder({ "a.pm": "line\n".repeat(250), "b.json": "line\n".repeat(251) }, (files) => {
      assert.deepEqual(lengthFindings(files), [
        `${files[1] ?? ""}: 251 lines; split it, a file has at most 250`,
      ]);
    });
  });
});

function inFolder(texts: Readonly<Record<string, string>>, use: (files: string[]) => void): void {
  const folder = mkdtempSync(`${tmpdir()}/quorate-sentences-`);
  for (const [name, text] of Object.entries(texts)) writeFileSync(`${folder}/${name}`, text);
  try {
    use(Object.keys(texts).map((name) => `${folder}/${name}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
