import assert from "node:assert/strict";
import { exec, tree } from "../../lab";
import { nodes, settled } from "../support/lab/probes";
import { mend } from "../support/lab/recovery";
import { type Edit, planned, standardStack, up } from "../support/pulumi/labStack";

const asAdmin: Edit = ({ cluster }) => {
  cluster.ssh = { ...cluster.ssh, user: "admin", become: true };
};

/** The same stack with a further group and a changed server. */
const changed: Edit = (stack) => {
  asAdmin(stack);
  stack.vrrp["extra"] = {
    virtualRouterId: 53,
    virtualIpaddress: ["192.0.2.105/24"],
    order: ["n3", "n1", "n2"],
  };
  stack.haproxy.timeouts = { connect: "4s" };
};

describe("a login that is not root's, with sudo", () => {
  const etc = (): Promise<unknown> => Promise.all(nodes.map((node) => tree(node, ["/etc"])));
  const onEach = async (line: string): Promise<void> => {
    for (const { exitCode, stderr } of await Promise.all(nodes.map((node) => exec(node, line))))
      assert.equal(exitCode, 0, stderr);
  };

  before(standardStack);
  before(() => onEach("mv /root/.ssh/authorized_keys /root/.ssh/locked"));
  after(() => onEach("mv /root/.ssh/locked /root/.ssh/authorized_keys"));
  afterEach(mend);

  it("is enough to apply, change, repair and remove everything", async () => {
    const before = await etc();
    const { steps } = await up(changed);
    assert.ok(steps.length >= 24, "not every Command ran over the new login");
    assert.notDeepEqual(await etc(), before);

    await exec("n3", "systemctl stop haproxy");
    assert.deepEqual(await planned(changed), ["update haproxy-n3"]);
    const repaired = await up(changed);
    assert.deepEqual(
      repaired.steps.map(({ name }) => name),
      ["haproxy-n3"],
    );
    assert.equal((await exec("n3", "systemctl is-active haproxy")).stdout, "active");

    await up(asAdmin);
    assert.deepEqual(await etc(), before);
    await settled();
  });
});
