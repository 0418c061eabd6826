import assert from "node:assert/strict";
import type { Unit } from "../../agent/unit";
import { equals, goldenFiles, goldenTexts, writeGolden } from "../support/render/goldenFiles";
import { cases, interfacesOf, linksOf, stackModel, unitsOf } from "../support/render/stacks";
import { onNode } from "../support/render/tree";

/** All nodes of all cases. */
const nodes = cases.flatMap((name) => {
  const model = stackModel(name);
  return model.cluster.nodes.map((node) => ({
    place: `${name}/${node.name}`,
    units: unitsOf(model, node),
    interfaces: interfacesOf(model, node),
    links: linksOf(model, node),
  }));
});
const rendered = new Map(nodes.map(({ place, units }) => [place, textsOf(place, units)]));

describe("golden files", () => {
  before(() => {
    // With UPDATE_GOLDEN=1 the test writes the files and compares nothing.
    if (process.env["UPDATE_GOLDEN"] === "1")
      writeGolden(new Map([...rendered.values()].flatMap((all) => [...all])));
  });

  for (const [place, texts] of rendered) {
    it(`${place} is rendered as it was`, () => {
      const held = [...goldenTexts()].filter(([path]) => path.startsWith(`${place}/`));
      assert.deepEqual(
        Object.fromEntries(held),
        Object.fromEntries(texts),
        "UPDATE_GOLDEN=1 writes the files anew; then look at git diff",
      );
    });
  }

  it("hold each text once, and none that no stack renders", () => {
    const files = goldenFiles();
    assert.equal(new Set(files.values()).size, files.size);
    assert.deepEqual(
      Object.entries(equals()).filter(([path, equal]) => files.has(path) || !files.has(equal)),
      [],
    );
    const paths = [...rendered.values()].flatMap((texts) => [...texts.keys()]);
    assert.deepEqual([...goldenTexts().keys()].sort(), paths.sort());
  });

  const checked = new Set<string>();
  for (const { place, units, interfaces, links } of nodes) {
    it(`${place} passes the daemons' own checks without a word`, () => {
      for (const validation of new Set(units.flatMap((unit) => unit.validations))) {
        const subject = JSON.stringify([
          validation,
          units.filter(({ validations }) => validations.includes(validation)),
        ]);
        if (checked.has(subject)) continue; // a node before has the same files
        checked.add(subject);
        const { code, output } = onNode(units, withWarnings(validation), interfaces, links);
        assert.deepEqual(
          { validation, code, output: complaints(output) },
          { validation, code: 0, output: "" },
        );
      }
    });
  }
});

/** Turns haproxy's warnings into errors. Nodes don't, because a newer haproxy may have further warnings. */
function withWarnings(validation: string): string {
  return validation.replace(/^haproxy -c /, "haproxy -c -dW ");
}

/** The output of a validation, without its words for success. */
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

/** Texts by path: each file of the node, and each unit without its files' content. */
function textsOf(place: string, units: readonly Unit[]): ReadonlyMap<string, string> {
  const files = units.flatMap((unit) => unit.files.map(({ path, content }) => [path, content] as const));
  const summaries = units.map((unit) => {
    const listed = unit.files.map(({ mode, owner, path }) => `${mode} ${owner} ${path}`);
    return [`/${unit.name}.json`, `${JSON.stringify({ ...unit, files: listed }, null, 2)}\n`] as const;
  });
  return new Map([...files, ...summaries].map(([path, text]) => [`${place}${path}`, text]));
}
