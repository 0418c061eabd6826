import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type CorosyncSection, readCorosync, sectionOf, sectionsOf } from "../../../policy/formats/corosync";
import { samples } from "../../support/policy/samples";

const own = samples(["/etc/corosync/corosync.conf"], /corosync\.conf$/);

type Plain = readonly [values: Record<string, string>, sections: readonly (readonly [string, Plain])[]];

function plain({ values, sections }: CorosyncSection): Plain {
  return [Object.fromEntries(values), sections.map((section) => [section.name, plain(section)])];
}

function print([values, sections]: Plain, indent = ""): string {
  const lines = Object.entries(values).map(([key, value]) => `${indent}${key}: ${value}\n`);
  const inner = sections.map(
    ([name, section]) => `${indent}${name} {\n${print(section, `${indent}\t`)}${indent}}\n`,
  );
  return `${indent}# a comment: {\n${lines.join("")}\n${inner.join("")}`;
}

const key = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/);
const value = fc.stringMatching(/^[\w.:/-]([ -~]{0,9}[\w.:/-])?$/);
const { section } = fc.letrec<{ section: Plain }>((tie) => ({
  section: fc.tuple(
    fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }),
    fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(fc.tuple(key, tie("section")), { maxLength: 3 })),
  ),
}));

describe("the reader of corosync.conf", () => {
  it("has a sample of corosync's own, and reads it", () => {
    const [sample] = own;
    assert.ok(sample);
    const file = readCorosync(sample.text);
    assert.deepEqual(
      file.sections.map(({ name }) => name),
      sample.text.match(/^\w+(?= \{)/gm),
    );
    assert.equal(sectionOf(file, "quorum")?.values.get("provider"), "corosync_votequorum");
    assert.ok(
      sectionsOf(sectionOf(file, "nodelist"), "node").every(({ values }) => values.has("ring0_addr")),
    );
  });

  it("gives back what was written, for any sections", () => {
    fc.assert(
      fc.property(section, (all) => {
        assert.deepEqual(plain(readCorosync(print(all))), all);
      }),
    );
  });

  it("agrees with corosync on what a file is, braces and comments included", () => {
    const folder = mkdtempSync(join(tmpdir(), "quorate-corosync-"));
    try {
      const path = join(folder, "corosync.conf");
      const text = `# two {\ntotem {\n  version: 2\n  cluster_name: lab\n  transport: knet\n}\nnodelist {\n  node {\n    nodeid: 1\n    ring0_addr: 127.0.0.1\n  }\n}\nquorum {\n  provider: corosync_votequorum\n}\n`;
      writeFileSync(path, text);
      execFileSync("/usr/sbin/corosync", ["-t", "-c", path], { stdio: "pipe" });
      writeFileSync(path, text.replace("  }\n}\nquorum", "}\nquorum"));
      assert.throws(
        () => execFileSync("/usr/sbin/corosync", ["-t", "-c", path], { stdio: "pipe" }),
        /closing brace/i,
      );
      assert.equal(sectionOf(readCorosync(text), "nodelist")?.sections.length, 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("reads what isn't corosync.conf at all without an error", () => {
    fc.assert(fc.property(fc.string(), (text) => readCorosync(text).name === ""));
  });
});
