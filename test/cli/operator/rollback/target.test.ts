import assert from "node:assert/strict";
import { target } from "../../../../cli/operator/rollback/target";
import type { Version } from "../../../../cli/operator/versions";

/** Versions from the oldest on, such as "a", "a failed" or "b destroy"; the letter is the configuration. */
const versions = (...texts: string[]): Version[] =>
  texts.map((text, index) => {
    const [value, word] = text.split(" ");
    return {
      ...{ version: index + 1, at: "", message: "", author: undefined, secretKeys: [] },
      kind: word === "destroy" ? "destroy" : "update",
      result: word === "failed" ? "failed" : "succeeded",
      configuration: { value },
    };
  });

const chosen = (texts: string[], present: string, to?: number): number =>
  target(versions(...texts), { value: present }, to).version;

describe("the version to go back to", () => {
  for (const [title, texts, present, expected] of [
    ["is the one before, if all is as the last update made it", ["a", "b"], "b", 1],
    ["is another configuration, not the same again", ["a", "b", "b"], "b", 1],
    ["is the last that succeeded, after a failed update", ["a", "b", "c failed"], "c", 2],
    ["is the same after a failed update, if the file was corrected by hand", ["a", "b", "c failed"], "b", 2],
    ["is the last one, if the file is ahead of the nodes: an update was interrupted", ["a", "b"], "c", 2],
    ["is the last one after a destroy", ["a", "b", "b destroy"], "b", 2],
  ] as const) {
    it(title, () => {
      assert.equal(chosen([...texts], present), expected);
    });
  }

  it("is the named one, also one that failed", () => {
    assert.equal(chosen(["a", "b failed", "c"], "c", 2), 2);
  });

  it("is refused if it isn't there, was no update, or nothing succeeded before", () => {
    assert.throws(() => chosen(["a"], "a", 7), /version 7 is not in the stack's history/);
    assert.throws(() => chosen(["a", "a destroy"], "a", 2), /version 2 is a destroy/);
    assert.throws(() => chosen(["a"], "a"), /no earlier version/);
    assert.throws(() => chosen(["a failed"], "a"), /no earlier version/);
    assert.throws(() => chosen([], "a"), /no earlier version/);
  });
});
