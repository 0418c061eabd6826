import assert from "node:assert/strict";
import { listUnits, listDigest, leaveUnits } from "../../../agent/program";
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
const list = (...units: string[]): Promise<string> =>
  run(node, listUnits(false, { owner, base: "one", units }));
const there = (): Promise<string> => run(node, "ls /etc/q 2>/dev/null | paste -sd ' '");
const unlisted = async (): Promise<string[]> => (await facts(node)).unlisted.map((each) => each.unit).sort();

describe("the units that a stack lists on a node", () => {
  before(preparedNodes);

  it("are told with the list and without those in it; others that it brought go, another one's stay", async () => {
    for (const name of ["a", "b", "c"]) await apply(node, unit(name));
    assert.deepEqual(await unlisted(), ["a", "b", "c"]);
    await run(node, listUnits(false, { owner: "quorate/other/one", base: "one", units: [] }));
    assert.equal(await there(), "a b c");
    assert.match(await list("a", "b"), /^c: removed\nlisted: a b *$/);
    assert.equal(await there(), "a b");
    const { lists } = await facts(node);
    assert.deepEqual(lists.get(owner), {
      base: "one",
      digest: listDigest({ owner, base: "one", units: ["a", "b"] }),
    });
    assert.deepEqual(await unlisted(), []);
  });

  it("stay when they were listed once, until the stack itself removes them", async () => {
    await apply(node, unit("d"));
    assert.match(await list("a"), /^d: removed\nlisted: a *$/);
    assert.equal(await there(), "a b");
    assert.deepEqual(await unlisted(), ["b"]);
    await remove(node, "b");
    assert.equal(await there(), "a");
  });

  it("are what they were after a power cut, and the next time completes it", async () => {
    await apply(node, unit("e"));
    await powerCutAt(node, "list_units", ["list", owner, "two", "a"]);
    assert.equal(await there(), "a e");
    await powerCutAt(node, "remove_steps", ["list", owner, "two", "a"]);
    assert.equal((await verb(node, "recover")).exitCode, 0);
    assert.equal(await there(), "a e");
    await list("a");
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
