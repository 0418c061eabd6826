import assert from "node:assert/strict";
import type { Unit } from "../../../agent/unit";
import { blank, configured, demo, file, installDemo, loaded, loads } from "../../support/agent/demo";
import { nodes, nothingLeft, preparedNodes } from "../../support/lab/freshNodes";
import { applyInput, failAt, powerCutAt } from "../../support/agent/kills";
import { assertAsBefore, snapshot } from "../../support/lab/snapshot";
import { apply, run } from "../../support/agent/verbs";

/** Another unit with a file of the same service. */
const mate: Unit = {
  ...blank,
  name: "mate",
  files: [file("/etc/demo/mate.conf", "of the mate\n")],
  validations: ["/usr/local/lib/demo/check"],
  services: [{ name: "demo", change: "reload", owned: true }],
  verifications: [{ active: "demo" }],
};
const sound = "one\nof the mate\nleft alone";

/** With either damaged file, the validation refuses any change of the service. */
const damage = "echo invalid >>/etc/demo/demo.conf; echo invalid >>/etc/demo/mate.conf";

describe("a unit beside a damaged one of the same service", () => {
  const [node] = nodes;

  before(async () => {
    await preparedNodes();
    await installDemo(node);
    await apply(node, demo("one"));
    await apply(node, mate);
    await run(node, damage);
  });

  it("is repaired, and the service hears of nothing before the other is", async () => {
    const before = await loads(node);
    assert.match(
      await apply(node, demo("one")),
      /its files are in place; its services take them up after the repair of mate/,
    );
    assert.deepEqual(await loads(node), before);
    await apply(node, mate);
    assert.deepEqual(await loads(node), [...before, "reload"]);
    assert.deepEqual([await configured(node), await loaded(node)], [sound, sound]);
  });

  it("is as damaged as before if its repair fails, and the service hears of nothing", async () => {
    await run(node, damage);
    const before = [await snapshot(node), await loads(node)];
    const { exitCode, stderr } = await failAt(node, "write_record", ["apply"], applyInput(demo("one")));
    assert.equal(exitCode, 1);
    assert.match(stderr, /unit demo: as told; the node is as it was before/);
    assert.deepEqual([await snapshot(node), await loads(node)], before);
    assert.equal(await loaded(node), sound);
  });

  it("is as damaged as before after a power cut in its repair, and then repaired", async () => {
    const before = await snapshot(node);
    await powerCutAt(node, "write_record", ["apply"], applyInput(demo("one")));
    await nothingLeft(node);
    await assertAsBefore(node, before, "write_record");
    await apply(node, demo("one"));
    await apply(node, mate);
    assert.deepEqual([await configured(node), await loaded(node)], [sound, sound]);
  });
});
