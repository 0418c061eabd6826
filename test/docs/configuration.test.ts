import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { clone } from "../../lab";
import { type ConfigurationInput, ConfigurationError, parseConfiguration } from "../../model";
import { keysOf, schemas } from "./keys";

type Subject = keyof typeof schemas;
type Tree = Record<string, unknown>;

const page = (subject: Subject): string => readFileSync(`${clone}/docs/${subject}.md`, "utf8");

/** The configurations on a page, the complete example first. */
function configurationsOn(subject: Subject): ConfigurationInput[] {
  const blocks = [...page(subject).matchAll(/```yaml\n([^]*?)```/g)].map(
    ([, text = ""]) => parse(text) as Tree,
  );
  return blocks.map((block) => {
    const entries = Object.entries((block["config"] ?? block) as Tree);
    return Object.fromEntries(
      entries.map(([key, value]) => [key.replace("quorate:", ""), value]),
    ) as unknown as ConfigurationInput;
  });
}

function example(subject: Subject): ConfigurationInput {
  const [first] = configurationsOn(subject);
  assert.ok(first);
  return first;
}

interface Row {
  readonly paths: readonly string[];
  readonly value: string;
  readonly defaultText: string;
}

/** The rows of a page's tables of keys. */
function rowsOn(subject: Subject): Row[] {
  const tables = page(subject).matchAll(/^\| key .*\n\|[ -|]*\n((?:\|.*\n)+)/gm);
  return [...tables].flatMap(([, rows = ""]) =>
    rows
      .trimEnd()
      .split("\n")
      .map((row) => {
        const [, keys = "", value = "", defaultText = ""] = row.split("|").map((cell) => cell.trim());
        const paths = [...keys.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path.replace(/<\w+>/g, "<>"));
        return { paths, value, defaultText };
      }),
  );
}

/** A copy of a tree in which the mappings of `other` extend its own. */
function merged(tree: unknown, other: unknown): unknown {
  const isMapping = (value: unknown): value is Tree =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMapping(tree) || !isMapping(other)) return other;
  const both = Object.entries(other).map(([key, value]) => [key, merged(tree[key], value)]);
  return { ...tree, ...(Object.fromEntries(both) as Tree) };
}

for (const subject of Object.keys(schemas) as Subject[]) {
  describe(`docs/${subject}.md`, () => {
    it("begins with a complete example of its subject", () => {
      assert.match(page(subject), /^# .*\n\n```yaml\nconfig:\n/);
      assert.ok(subject in example(subject));
      parseConfiguration(example(subject));
    });

    it("shows more settings that fit the example", () => {
      for (const more of configurationsOn(subject).slice(1))
        parseConfiguration(merged(example(subject), more) as ConfigurationInput);
    });

    it("lists every key with its values, range and default", () => {
      const rows = rowsOn(subject);
      const keys = keysOf(schemas[subject]);
      assert.deepEqual(rows.flatMap(({ paths }) => paths).sort(), keys.map(({ path }) => path).sort());
      for (const { path, values, range, defaultValue } of keys) {
        const { value = "", defaultText = "" } = rows.find(({ paths }) => paths.includes(path)) ?? {};
        for (const each of values) assert.ok(value.includes(`\`${each}\``), `${path}: ${each}`);
        if (range) assert.ok(value.includes(`${range.min} to ${range.max}`), `${path}: ${value}`);
        const named = /^`([^`]+)`$/.exec(defaultText)?.[1];
        if (defaultValue !== undefined) assert.deepEqual(parse(named ?? ""), defaultValue, path);
      }
    });
  });
}

describe("docs/vrrp.md", () => {
  it("names its groups", () => {
    const model = parseConfiguration(example("vrrp"));
    assert.deepEqual(model.vrrpGroups.map(({ name }) => name).sort(), ["backup", "storage", "ui"]);
  });

  it("names the defaults: to write them changes nothing", () => {
    const given = example("vrrp");
    const ui = {
      ...(given["vrrp"] as Record<string, Tree>)["ui"],
      ...{ version: 2, advertInt: 1, authPass: { length: 8 }, unicast: false, nopreempt: false },
      ...{ preemptDelay: 0, network: "lan" },
    };
    const written = parseConfiguration(merged(given, { vrrp: { ui } }) as ConfigurationInput);
    assert.deepEqual(written.vrrpGroups, parseConfiguration(given).vrrpGroups);
  });
});

describe("docs/haproxy.md", () => {
  it("has two frontends behind one address", () => {
    const model = parseConfiguration(example("haproxy"));
    assert.equal(model.loadBalancer?.frontends.length, 2);
    assert.deepEqual(
      model.vrrpGroups.map(({ name }) => name),
      ["balanced"],
    );
  });
});

describe("a page's example", () => {
  it("would be refused with a key that isn't known", () => {
    assert.throws(() => parseConfiguration({ ...example("vrrp"), vrp: {} }), ConfigurationError);
  });
});
