import assert from "node:assert/strict";
import { keepUnits, keptDigest, leaveUnits } from "../../../agent/program";
import { blank, file } from "../../support/agent/demo";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { powerCutAt } from "../../support/agent/kills";
import {
  apply,
  facts,
  remove,
  run,
  testOwner as owner,
  tryRemove,
  tryUninstall,
  verb,
} from "../../support/agent/verbs";

const [node] = nodes;
const unit = (name: string) => ({ ...blank, name, files: [file(`/etc/q/${name}`, "x\n")] });
const keep = (...units: string[]): Promise<string> =>
  run(node, keepUnits(false, { owner, base: "one", units }));
const there = (): Promise<string> => run(node, "ls /etc/q 2>/dev/null | paste -sd ' '");
const unkept = async (): Promise<string[]> => (await facts(node)).unkept.map((each) => each.unit).sort();

describe("the units that a stack keeps on a node", () => {
  before(preparedNodes);

  it("are told with the list and without those in it; others that it brought go, another one's stay", async () => {
    for (const name of ["a", "b", "c"]) await apply(node, unit(name));
    assert.deepEqual(await unkept(), ["a", "b", "c"]);
    await run(node, keepUnits(false, { owner: "quorate/other/one", base: "one", units: [] }));
    assert.equal(await there(), "a b c");
    assert.match(await keep("a", "b"), /^c: removed\nkept: a b *$/);
    assert.equal(await there(), "a b");
    const { kept } = await facts(node);
    assert.deepEqual(kept.get(owner), {
      base: "one",
      digest: keptDigest({ owner, base: "one", units: ["a", "b"] }),
    });
    assert.deepEqual(await unkept(), []);
  });

  it("stay when they were kept once, until the stack itself removes them", async () => {
    await apply(node, unit("d"));
    assert.match(await keep("a"), /^d: removed\nkept: a *$/);
    assert.equal(await there(), "a b");
    assert.deepEqual(await unkept(), ["b"]);
    await remove(node, "b");
    assert.equal(await there(), "a");
  });

  it("are what they were after a power cut, and the next time completes it", async () => {
    await apply(node, unit("e"));
    await powerCutAt(node, "keep_units", ["keep", owner, "two", "a"]);
    assert.equal(await there(), "a e");
    await powerCutAt(node, "remove_steps", ["keep", owner, "two", "a"]);
    assert.equal((await verb(node, "recover")).exitCode, 0);
    assert.equal(await there(), "a e");
    await keep("a");
    assert.equal(await there(), "a");
  });

  it("go only when the stack has given its list up, and so does the program", async () => {
    const removed = await tryRemove(node, "a");
    assert.equal(removed.exitCode, 1);
    assert.match(removed.stderr, /unit a stays, because .* needs it here/);
    const uninstalled = await tryUninstall(node);
    assert.equal(uninstalled.exitCode, 1);
    assert.match(uninstalled.stderr, /quorate's program stays, because .* has units here.*: a\./);
    assert.equal(await there(), "a");
    await run(node, leaveUnits(false, owner));
    await remove(node, "a");
    assert.equal(await there(), "");
  });

  it("and that stand on another one keep the program before the first list, too", async () => {
    await apply(node, unit("a"));
    await apply(node, unit("b"), { requires: [{ unit: "a", digest: "x" }] });
    const refused = await tryUninstall(node);
    assert.equal(refused.exitCode, 1);
    assert.match(refused.stderr, /quorate's program stays/);
    assert.equal(await there(), "a b");
    await remove(node, "a");
    assert.equal(await there(), "");
  });
});
