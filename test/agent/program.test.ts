import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { manifest } from "../../agent/manifest";
import { parts } from "../../agent/parts";
import {
  applyManifest,
  asRoot,
  installProgram,
  nodeProgram,
  readFacts,
  removeProgram,
} from "../../agent/program";
import { previewScript, statusScript } from "../../agent/status/script";
import { clone } from "../../lab";
import { literal } from "../../render/file";
import { blank } from "../support/agent/blank";

const sources = join(__dirname, "../../agent/program");

describe("the program of a node", () => {
  it("is one POSIX sh text that shellcheck and dash take, without a function twice", () => {
    const text = nodeProgram();
    assert.match(text, /^#!\/bin\/sh\n/);
    assert.match(text, /\nmain "\$@"\n$/);
    execFileSync("dash", ["-n"], { input: text });
    const functions = [...text.matchAll(/^(\w+)\(\)/gm)].map(([, name]) => name);
    assert.deepEqual(functions, [...new Set(functions)]);
    const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".sh"),
    );
    assert.deepEqual(files.sort(), parts.map((part) => `${part}.sh`).sort());
    for (const name of files) {
      const lines = readFileSync(join(sources, name), "utf8").split("\n").length;
      assert.ok(lines <= 150, `${name} has ${lines} lines`);
    }
    assert.equal(spawnSync("shellcheck", ["-s", "sh", "-"], { input: text }).stdout.toString(), "");
  });

  it("has its time limits in one place, each used, and waits by a clock that runs forward only", () => {
    const limits = readFileSync(join(sources, "shell/timeouts.sh"), "utf8");
    const names = [...limits.matchAll(/^(\w+)=\d+$/gm)].map(([, name = ""]) => name);
    assert.ok(names.length > 10);
    const text = [nodeProgram(), statusScript(clone), previewScript()].join("\n").replaceAll(limits, "");
    for (const name of names) assert.ok(text.includes(name), `${name} is not used`);
    assert.doesNotMatch(
      text,
      /\b(within|timeout|flock -w|alarm) [0-9]|(ConnectTimeout|[Aa]ctive|ActiveSec)=[0-9]/,
    );
    assert.doesNotMatch(text, /date \+%s\) [+<-]|sleep [1-9]/);
  });

  it("arrives whole through the command that installs it", () => {
    // The shell reads here-documents as on the node; `cat >PATH` becomes plain `cat`.
    const { stdin } = installProgram(false, "nothing");
    const [, document = ""] =
      /^(cat >\S*node\.sh\.new <<'END_OF_PROGRAM'[^]*?\nEND_OF_PROGRAM\n)/m.exec(stdin) ?? [];
    const printed = execFileSync("dash", ["-s"], { input: document.replace(/^cat >\S+/, "cat") });
    assert.equal(printed.toString(), `${nodeProgram()}# base nothing\n`);
    execFileSync("dash", ["-n"], { input: stdin });
  });

  it("keeps its text and manifests out of commands, which Pulumi prints whole when they fail", () => {
    for (const line of [installProgram(true, "nothing").create, applyManifest(true)])
      assert.ok(line.length < 80, line);
  });

  it("gets root by a sudo that asks nothing, if it isn't there already", () => {
    assert.equal(asRoot(false, "sh x"), "sh x");
    assert.equal(asRoot(true, "sh x"), "sudo -n sh x");
    for (const command of [
      (become: boolean) => installProgram(become, "nothing").create,
      readFacts,
      (become: boolean) => removeProgram(become, "p/s/c"),
      applyManifest,
    ]) {
      assert.match(command(true), /(^|\| )sudo -n sh /);
      assert.doesNotMatch(command(false), /sudo -n/);
    }
  });

  it("leaves a node alone on which it isn't installed", () => {
    const run = (command: string) =>
      spawnSync("dash", ["-c", command.replaceAll("/var/lib/quorate", "/no/such/place")], {
        encoding: "utf8",
      });
    assert.deepEqual(run(removeProgram(false, "p/s/c")).output, [null, "", ""]);
    const { stdout, stderr } = run(readFacts(false));
    assert.match(stdout, /^stamp [0-9a-f-]{36} .+\n\n$/);
    assert.equal(stderr, "");
  });
});

/** Runs functions of the program on a manifest and secrets, like an apply. @returns the written texts by file name */
function staged(
  text: string,
  secrets: string,
): { files: Record<string, string>; status: number | null; error: string } {
  const folder = mkdtempSync(join(tmpdir(), "stage-"));
  const script = `
set -eu
run=${folder} LC_ALL=C
refuse() { cat "$run/output" >&2; exit 1; }
. ${sources}/transaction/manifest.sh
receive ${folder} || { echo cut short >&2; exit 2; }
mkdir ${folder}/stage
stage_contents ${folder}/manifest ${folder}/secrets ${folder}/stage`;
  try {
    const { status, stderr } = spawnSync("dash", ["-c", script], { input: text + secrets });
    const stage = join(folder, "stage");
    const names = status === 0 ? readdirSync(stage) : [];
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(stage, name), "utf8")]));
    return { files, status, error: stderr.toString() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const unit = (...contents: string[]): string => {
  const files = contents.map((content, index) => ({
    path: `/etc/q/${index}`,
    mode: "0600",
    owner: "root:root",
    content,
  }));
  return manifest({ ...blank, files }, { owner: "p/s/c", base: "nothing", requires: [] });
};

describe("a manifest on a node", () => {
  it("becomes exactly the files that it was made of", () => {
    const line = fc.string({
      unit: fc.constantFrom(..."ab|{}:&\\$`'\"% \tü\r/end".split("")),
      maxLength: 12,
    });
    const content = fc.array(line, { maxLength: 5 }).map((lines) => `${lines.join("\n")}\n`);
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 4 }), (contents) => {
        const { files, status, error } = staged(unit(...contents), "");
        assert.equal(status, 0, error);
        contents.forEach((expected, index) => assert.equal(files[index + 1], expected));
        assert.equal(
          files["list"],
          contents.map((_, index) => `${index + 1} /etc/q/${index} 0600 root:root\n`).join(""),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("gets its secrets literally, whatever they hold, also several in a line", () => {
    const secrets = { one: "&\\1 $x `id` {{secret:two}} %s", two: "b  c ", "n-3": "|x" };
    const lines = Object.entries(secrets)
      .map(([name, value]) => `${name} ${value}\n`)
      .join("");
    const { files } = staged(
      unit("<{{secret:one}}>{{secret:two}}<{{secret:two}}\n{{secret:n-3}}\n{{ secret:one}} {{secret:\n"),
      lines,
    );
    assert.equal(
      files[1],
      `<${secrets.one}>${secrets.two}<${secrets.two}\n${secrets["n-3"]}\n{{ secret:one}} {{secret:\n`,
    );
  });

  it("keeps a text that looks like a hole, if it was written as a text", () => {
    const texts = [
      "{{secret:one}}",
      "{{{secret:{{secret:one}}}}",
      "{{secret:",
      "{{secret:}}",
      "a{{secret:two}}{{secret:one}}b",
    ];
    const { files, error } = staged(unit(`${texts.map(literal).join("\n")}\n{{secret:one}}\n`), "one 1\n");
    assert.equal(files[1], `${texts.join("\n")}\n1\n`, error);
  });

  it("is refused without a secret that it needs", () => {
    const { status, error } = staged(unit("{{secret:one}}\n"), "two x\n");
    assert.deepEqual([status, error], [1, "no secret named one came with the unit\n"]);
  });

  it("is refused if its end is missing", () => {
    const text = unit("end\nend\n");
    for (const length of [0, text.length - 4, text.length - 20]) {
      assert.equal(staged(text.slice(0, length), "").status, 2, text.slice(0, length));
    }
  });
});

describe("the output of a failed daemon", () => {
  const shortened = (lines: readonly string[]): string[] => {
    const source = readFileSync(join(sources, "transaction/transaction.sh"), "utf8");
    const [text = ""] = /^in_short\(\)[^]*?^\}\n/m.exec(source) ?? [];
    const input = lines.map((line) => `${line}\n`).join("");
    return execFileSync("dash", ["-c", `${text}in_short`], { input, encoding: "utf8" })
      .trimEnd()
      .split("\n");
  };

  it("stays as it is up to 11 lines, each once; of more, mistakes come first", () => {
    assert.deepEqual(shortened(["b", "a", "a", "Fatal c"]), ["b", "a", "Fatal c"]);
    const many = Array.from({ length: 14 }, (_, index) => `line ${String(index)}`);
    const found = shortened([...many, "Unknown keyword 'junk'"]);
    assert.deepEqual([found.length, found[0], found[1]], [11, "Unknown keyword 'junk'", "line 0"]);
    assert.equal(found.at(-1), "(5 more lines)");
  });
});
