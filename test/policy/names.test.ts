import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { clone } from "../../lab";
import { codes } from "../../model/codes";
import * as everyRule from "../../model/rules";
import { judgements } from "../../policy/judgements";

const rules = Object.entries(everyRule).flatMap(([name, rule]) => ("policy" in rule ? [{ name, rule }] : []));

describe("the name of a rule", () => {
  for (const { name, rule } of rules) {
    it(`${name} gives its code, its policy, its files and its page`, () => {
      const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(" ");
      assert.equal(rule.policy, words.join("-"));
      assert.equal(rule.code, words.join("_").toUpperCase());
      assert.ok(rule.code in codes);
      const [subject = ""] = words;
      const file = name.slice(subject.length).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
      for (const path of [
        `model/${subject}/rules/${file}.ts`,
        `policy/${subject}/${file}.ts`,
        `docs/policies/${rule.policy}.md`,
      ])
        assert.ok(existsSync(`${clone}/${path}`), path);
    });
  }

  it("is that of a policy, and the other way round", () => {
    const names = rules.map(({ rule }) => rule.policy);
    assert.deepEqual(names.sort(), judgements.map(({ rule }) => rule.policy).sort());
  });
});
