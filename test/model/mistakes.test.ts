import assert from "node:assert/strict";
import { codes } from "../support/model/codes";
import { codeOf } from "../../model/named";
import { rules } from "../../model/rules";
import { base, findingsOf, spoiled } from "../support/model/configurations";
import { mistakes } from "../support/model/mistakes";

describe("mistakes", () => {
  it("none in the configuration that they spoil", () => {
    assert.deepEqual(findingsOf(base()), []);
  });

  for (const [title, changes, code, path, words] of mistakes) {
    it(`${title}: ${code}`, () => {
      const found = findingsOf(spoiled(changes));
      const finding = found.find((candidate) => candidate.code === code && candidate.path === path);
      assert.ok(finding, JSON.stringify(found, null, 2));
      assert.match(finding.message, words);
    });
  }

  it("are there for every code of the catalogue that a configuration can have", () => {
    const tried = new Set<string>(mistakes.map(([, , code]) => code));
    const ofPolicies = rules.filter((rule) => "judge" in rule && rule.items === undefined).map(codeOf);
    const untried = Object.keys(codes).filter((code) => !tried.has(code) && !ofPolicies.includes(code));
    assert.deepEqual(untried, []);
  });
});
