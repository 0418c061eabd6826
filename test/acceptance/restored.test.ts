import assert from "node:assert/strict";
import { backUp, restore, tree } from "../../lab";
import { nodes, settled } from "../support/lab/probes";
import { whileOff } from "../support/lab/recovery";
import { destroy, type Edit, noChange, planned, standardStack, up } from "../support/pulumi/labStack";

const etc = (): Promise<unknown> => Promise.all(nodes.map((node) => tree(node, ["/etc"])));

const changed: Edit = ({ vrrp, haproxy }) => {
  vrrp.ui.advertInt = 2;
  haproxy.timeouts = { connect: "4s" };
};

describe("a node whose disk comes back from a backup", () => {
  before(standardStack);
  after(() => up());

  it("of an earlier configuration shows in preview, and up brings it to what the others have", async () => {
    await whileOff("n3", backUp);
    await up(changed);
    const wanted = await filesOf(changed);
    await whileOff("n3", restore);
    const plan = await planned(changed);
    assert.ok(plan.includes("update haproxy-n3"), plan.join());
    assert.deepEqual(
      plan.filter((step) => !step.includes("-n3")),
      [],
    );
    await up(changed);
    assert.deepEqual(await filesOf(changed), wanted);
  });

  it("of the time before quorate shows in preview, and up makes all of it anew", async () => {
    await destroy();
    await whileOff("n3", backUp);
    await up();
    const wanted = await filesOf();
    await whileOff("n3", restore);
    const plan = await planned();
    for (const name of ["lab-n3", "haproxy-n3", "ui-n3", "ssh-n3"])
      assert.ok(plan.includes(`update ${name}`), plan.join());
    await up();
    assert.deepEqual(await filesOf(), wanted);
  });
});

/** What the nodes have once the stack is settled and shows no change. */
async function filesOf(edit?: Edit): Promise<unknown> {
  await settled();
  await noChange(edit);
  return etc();
}
