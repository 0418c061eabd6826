import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../model/named";
import { rules } from "../../model/rules";
import { judgements } from "../../policy/judgements";
import { findingsIn, pages } from "../../policy/pages";

const folder = join(__dirname, "../../docs/policies");

describe("policies", () => {
  for (const judgement of judgements) {
    const { rule, wrong, right } = judgement;
    it(`${rule.name} refuses its page's wrong example`, async () => {
      const found = await findingsIn(judgement, wrong);
      assert.ok(found.length > 0);
      for (const { path, message } of found) {
        assert.ok(path.length > 0);
        assert.match(message, /; .*\b(write|leave|keep|look|read|give|send)\b/, "what to write instead");
      }
      assert.deepEqual(new Set(found.map(({ code }) => code)), new Set([codeOf(rule)]));
    });

    it(`${rule.name} says the same of it in whatever order a program registers its parts`, async () => {
      const backwards = Object.fromEntries(Object.entries(wrong).reverse());
      const texts = (found: Awaited<ReturnType<typeof findingsIn>>) =>
        found.map(({ path, message }) => `${path}: ${message}`).sort();
      assert.deepEqual(
        texts(await findingsIn(judgement, backwards)),
        texts(await findingsIn(judgement, wrong)),
      );
    });

    it(`${rule.name} accepts the right one`, async () => {
      assert.deepEqual(await findingsIn(judgement, right), []);
    });
  }

  it("are there for every rule", () => {
    const named = rules.filter((rule) => "judge" in rule).map(({ name }) => name);
    assert.deepEqual(judgements.map(({ rule }) => rule.name).sort(), named.sort());
  });

  it("have a page each in docs/policies, as policy/writePages.ts writes it", async () => {
    const written = readdirSync(folder).map(
      (name) => [name, readFileSync(join(folder, name), "utf8")] as const,
    );
    assert.deepEqual(new Map(written), new Map([...(await pages(judgements))].sort()));
  });
});
