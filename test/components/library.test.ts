import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as library from "quorate";
import { parse } from "yaml";
import * as components from "../../components";
import { clone } from "../../lab";

describe("the package quorate", () => {
  it("exports the components to a program of your own", () => {
    const exported: typeof components = library;
    assert.equal(exported.VrrpGroup, components.VrrpGroup);
    assert.deepEqual(Object.keys(exported).sort(), Object.keys(components).sort());
  });

  it("runs index.ts as a stack's program, which Pulumi would otherwise look for in the exports", () => {
    const { main } = parse(readFileSync(`${clone}/Pulumi.yaml`, "utf8")) as { main: string };
    assert.match(readFileSync(`${clone}/${main}`, "utf8"), /^const configuration = readConfiguration\(\);$/m);
  });
});
