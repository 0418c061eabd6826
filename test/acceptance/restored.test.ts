import assert from "node:assert/strict";
import { backUp, restore, tree } from "../../lab";
import { nodes, settled } from "../support/lab/probes";
import { whileOff } from "../support/lab/recovery";
import { type Edit, noChange, noStack, planned, standardStack, up } from "../support/pulumi/labStack";

const etc = (): Promise<unknown> => Promise.all(nodes.map((node) => tree(node, ["/etc"])));

const changed: Edit = ({ vrrp, haproxy }) => {
  vrrp.ui.advertInt = 2;
  haproxy.timeouts = { connect: "4s" };
};

describe("a node whose disk comes back from a backup", () => {
  before(noStack);

  it("of the time before quorate shows in preview, and up makes all of it anew", async () => {
    await whileOff("n3", backUp);
    await standardStack();
    const wanted = await etc();
    await whileOff("n3", restore);
    const plan = await planned();
    for (const name of ["lab-n3", "haproxy-n3", "ui-n3", "ssh-n3"])
      assert.ok(plan.includes(`update ${name}`), plan.join());
    await up();
    await settled();
    await noChange();
    assert.deepEqual(await etc(), wanted);
  });

  it("of an earlier configuration shows in preview, and up brings it to the others' configuration", async () => {
    await whileOff("n3", backUp);
    await up(changed);
    await settled();
    const wanted = await etc();
    await whileOff("n3", restore);
    const plan = await planned(changed);
    assert.ok(plan.includes("update haproxy-n3"), plan.join());
    assert.deepEqual(
      plan.filter((step) => !step.includes("-n3")),
      [],
    );
    await up(changed);
    await settled();
    await noChange(changed);
    assert.deepEqual(await etc(), wanted);
  });
});
