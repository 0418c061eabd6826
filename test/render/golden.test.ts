import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Unit } from "../../node/unit";
import { cases, golden, interfacesOf, linksOf, stackModel, unitsOf } from "../support/render/stacks";
import { onNode } from "../support/render/tree";

/** With UPDATE_GOLDEN=1 the files are written instead of compared. */
const update = process.env["UPDATE_GOLDEN"] === "1";

describe("golden files", () => {
  for (const name of cases) {
    const model = stackModel(name);
    for (const node of model.cluster.nodes) {
      const units = unitsOf(model, node);
      const place = join(golden, name, node.name);

      it(`${name}/${node.name} is rendered as it was`, () => {
        const rendered = textsOf(units);
        if (update) write(place, rendered);
        assert.deepEqual(
          read(place),
          rendered,
          "UPDATE_GOLDEN=1 writes the files anew; then look at git diff",
        );
      });

      it(`${name}/${node.name} passes the daemons' own checks without a word`, function () {
        this.timeout(30_000);
        const checks = new Set(units.flatMap((unit) => unit.checks));
        for (const check of checks) {
          const { code, output } = onNode(
            units,
            withWarnings(check),
            interfacesOf(model, node),
            linksOf(model, node),
          );
          assert.deepEqual({ check, code, output: complaints(output) }, { check, code: 0, output: "" });
        }
      });
    }
  }
});

/** haproxy's warnings as errors, which a node that may have a newer haproxy doesn't ask for. */
function withWarnings(check: string): string {
  return check.replace(/^haproxy -c /, "haproxy -c -dW ");
}

/** What a checker printed, but for what it prints when all is well. */
function complaints(output: string): string {
  const well = [
    /^Configuration file is valid$/,
    /^[\w .:]+ notice +\[MAIN +\] Corosync Cluster Engine exiting normally$/,
    /^rsyslogd: (version .*|End of config validation run. Bye.)$/,
  ];
  return output
    .split("\n")
    .filter((line) => !well.some((pattern) => pattern.test(line)))
    .join("\n")
    .trim();
}

/** Path → text: each file of the node, and each unit without its files' content. */
function textsOf(units: readonly Unit[]): Record<string, string> {
  const files = units.flatMap((unit) => unit.files.map(({ path, content }) => [path, content] as const));
  const summaries = units.map((unit) => {
    const listed = unit.files.map(({ mode, owner, path }) => `${mode} ${owner} ${path}`);
    return [`/${unit.name}.json`, `${JSON.stringify({ ...unit, files: listed }, null, 2)}\n`] as const;
  });
  return Object.fromEntries([...files, ...summaries]);
}

function read(place: string): Record<string, string> {
  if (!existsSync(place)) return {};
  const entries = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(place.length), readFileSync(path, "utf8")]));
}

function write(place: string, texts: Record<string, string>): void {
  rmSync(place, { recursive: true, force: true });
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
}
