import assert from "node:assert/strict";
import { parse } from "unbash";
import { nodeProgram } from "../../agent/program";
import { statusScript } from "../../agent/status/script";
import { clone } from "../../lab";

type Tree = { readonly type?: string } & Readonly<Record<string, unknown>>;

/** All nodes of a syntax tree. */
function* nodesOf(tree: unknown): Generator<Tree> {
  if (typeof tree !== "object" || tree === null) return;
  if ("type" in tree) yield tree as Tree;
  for (const child of Object.values(tree)) yield* nodesOf(child);
}

const text = (word: unknown): string => (word as { text: string }).text;
const texts = (words: unknown): string[] => (words as Tree[]).filter(({ type }) => type === "Word").map(text);

/** The variables that one node of a tree sets. */
function setBy(node: Tree): string[] {
  if (node.type === "For") return [text(node["name"])];
  if (node.type === "ArithmeticBinary" && /^[-+*/%]?=$/.test(String(node["operator"])))
    return [(node["left"] as { value: string }).value];
  if (node.type !== "Command") return [];
  const [name, words] = [node["name"] ? text(node["name"]) : undefined, texts(node["suffix"])];
  if (name === "read") return words.filter((word) => /^[a-z]\w*$/.test(word));
  if (name !== undefined) return [];
  return (node["prefix"] as { name: string }[]).map((assignment) => assignment.name);
}

interface ShellFunction {
  readonly name: string;
  readonly set: readonly string[];
  readonly local: readonly string[];
  /** The comment above it. */
  readonly comment: string;
}

function functionsOf(script: string): ShellFunction[] {
  // Words build their parts when they are asked for them, so the tree is whole only as JSON.
  const tree: unknown = JSON.parse(JSON.stringify(parse(script)));
  const functions = [...nodesOf(tree)].filter(({ type }) => type === "Function");
  return functions.map((each) => {
    const name = text(each["name"]);
    const inside = [...nodesOf(each["body"])];
    const locals = inside.filter(({ type, name }) => type === "Command" && name && text(name) === "local");
    const [, comment = ""] = new RegExp(`((?:^#.*\\n)*)^${name}\\(\\) [{(]`, "m").exec(script) ?? [];
    return {
      ...{ name, comment },
      set: [...new Set(inside.flatMap(setBy))],
      local: locals.flatMap((node) => texts(node["suffix"])),
    };
  });
}

for (const [what, script] of [
  ["the program of a node", nodeProgram()],
  ["the script of quorate status", statusScript(clone)],
] as const) {
  describe(`the variables of ${what}`, () => {
    const functions = functionsOf(script);

    it("are local to their function, or its comment says that it sets them", () => {
      assert.ok(functions.length > 10);
      for (const { name, set, local, comment } of functions) {
        const documented = [...(/Sets (.+?)\./.exec(comment)?.[1] ?? "").matchAll(/`(\w+)`/g)].map(
          ([, word = ""]) => word,
        );
        assert.deepEqual([...local, ...documented].sort(), [...set].sort(), name);
      }
    });

    it("are set apart from their declaration, which would hide the failure of a command", () => {
      for (const { name, local } of functions)
        assert.deepEqual(
          local.filter((word) => !/^\w+$/.test(word)),
          [],
          name,
        );
    });
  });
}
