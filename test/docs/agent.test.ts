import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { nodeProgram } from "../../agent/program";
import { clone } from "../../lab";

/** The verbs in a list such as "apply | remove UNIT", with their arguments. */
const verbsOf = (usage: string): string[] => usage.split("|").map((verb) => verb.trim());

describe("agent/README.md", () => {
  const program = nodeProgram();
  const [, usage = ""] = /die "usage: node\.sh (.*)"/.exec(program) ?? [];

  it("lists every verb of a node's program", () => {
    const page = readFileSync(`${clone}/agent/README.md`, "utf8");
    const [, table = ""] = /^\| verb .*\n\|[ -|]*\n((?:\|.*\n)+)/m.exec(page) ?? [];
    const listed = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, verb = ""]) => verb.replace("…", "..."));
    assert.deepEqual(listed.sort(), verbsOf(usage).sort());
  });

  it("is complete, as are the program's own words on its usage", () => {
    const [, main = ""] = /^main\(\) \{\n([^]*?)^\}/m.exec(program) ?? [];
    const taken = [...main.matchAll(/^ {4}([a-z| -]+)\)/gm)].flatMap(([, verbs = ""]) => verbsOf(verbs));
    const named = verbsOf(usage).map((verb) => verb.split(" ")[0] ?? "");
    assert.deepEqual([...new Set(taken)].filter((verb) => verb !== "work").sort(), named.sort());
  });
});
