import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { clone } from "../../lab";
import { codeOf } from "../../model/named";
import type { AnyRule } from "../../model/rule";
import { bySubject as rulesBySubject } from "../../model/rules";
import type { Judgement } from "../../policy/judgement";
import { bySubject as policiesBySubject } from "../../policy/judgements";

const rules = Object.entries(rulesBySubject).flatMap(([subject, ofSubject]) =>
  Object.entries<AnyRule>(ofSubject).map(([name, rule]) => ({ subject, name, rule })),
);

describe("the name of a rule", () => {
  for (const { subject, name, rule } of rules) {
    it(`${name} gives its code, its policy, its files and its page`, () => {
      const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(" ");
      assert.equal(words[0], subject);
      assert.equal(rule.name, words.join("-"));
      assert.equal(codeOf(rule), words.join("_").toUpperCase());
      const file = name.slice(subject.length).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
      const policies = new Map(Object.entries(policiesBySubject)).get(subject) ?? {};
      const policy = new Map(Object.entries<Judgement>(policies)).get(file);
      assert.equal(policy?.rule, "judge" in rule ? rule : undefined);
      const paths = [`model/${subject}/rules/${file}.ts`];
      if ("judge" in rule) paths.push(`policy/${subject}/${file}.ts`, `docs/policies/${rule.name}.md`);
      for (const path of paths) assert.ok(existsSync(`${clone}/${path}`), path);
    });
  }
});
