import assert from "node:assert/strict";
import { exec, tree } from "../../lab";
import { nodes, settled } from "../support/lab/probes";
import { mend } from "../support/lab/recovery";
import { noChange, planned, standardStack, up } from "../support/pulumi/labStack";

async function run(node: string, line: string): Promise<void> {
  const { stderr, exitCode } = await exec(node, line);
  assert.equal(exitCode, 0, `${node}: ${line}: ${stderr}`);
}

/** Changes of a node by hand or by accident, and the Commands that must repair them. */
const drifts: { what: string; node: string; line: string; repairs: RegExp }[] = [
  {
    what: "a file edited by hand",
    node: "n3",
    line: "sed -i 's/timeout connect 5s/timeout connect 9s/' /etc/haproxy/haproxy.cfg",
    repairs: /^haproxy-n3$/,
  },
  {
    what: "a file's mode",
    node: "n1",
    line: "chmod 644 /etc/keepalived/conf.d/20-vrrp_instances-ui.conf",
    repairs: /^ui-n1$/,
  },
  {
    what: "a file deleted",
    node: "n2",
    line: "rm /etc/keepalived/scripts/check_ui_pveproxy.sh",
    repairs: /^ui-n2$/,
  },
  { what: "a stopped haproxy", node: "n1", line: "systemctl stop haproxy", repairs: /^haproxy-n1$/ },
  {
    what: "a kernel parameter",
    node: "n2",
    line: "sysctl -w net.ipv4.ip_nonlocal_bind=0",
    repairs: /^haproxy-n2$/,
  },
  { what: "a stopped keepalived", node: "n3", line: "systemctl stop keepalived", repairs: /^(ui|ssh)-n3$/ },
];

/** The files in /etc of all nodes. */
const etc = (): Promise<unknown> => Promise.all(nodes.map((node) => tree(node, ["/etc"])));

describe("drift", () => {
  before(standardStack);
  afterEach(mend);

  it("of every kind shows in preview, is repaired by up, and is gone in the next preview", async () => {
    const before = await etc();
    await Promise.all(drifts.map(({ node, line }) => run(node, line)));

    const plan = await planned();
    for (const { what, repairs } of drifts) {
      assert.ok(
        plan.some((step) => repairs.test(step.replace("update ", ""))),
        `${what} doesn't show: ${plan.join()}`,
      );
    }
    for (const step of plan) {
      const name = step.replace("update ", "");
      assert.ok(
        drifts.some(({ repairs }) => repairs.test(name)),
        `${name} has not drifted`,
      );
    }

    const { steps } = await up();
    assert.deepEqual(steps.map(({ name }) => `update ${name}`).sort(), plan.sort(), "up did something else");
    assert.deepEqual(await etc(), before);
    for (const node of nodes) {
      await run(node, "systemctl is-active haproxy keepalived");
      await run(node, '[ "$(sysctl -n net.ipv4.ip_nonlocal_bind)" = 1 ]');
    }
    await settled();
    await noChange();
  });

  it("that comes a second time, the very same, is seen and repaired again", async () => {
    for (let time = 1; time <= 2; time++) {
      await run("n3", "echo '# by hand' >>/etc/haproxy/haproxy.cfg");
      const { steps } = await up();
      assert.deepEqual(
        steps.map(({ name }) => name),
        ["haproxy-n3"],
        `time ${time}`,
      );
    }
    await noChange();
  });

  it("of several groups' files, each enough for keepalived to refuse any repair, is repaired", async () => {
    const before = await etc();
    await run("n1", "rm /etc/keepalived/conf.d/10-*");
    await run("n2", "sed -i 's/vrrp_instance/vrrp_instants/' /etc/keepalived/conf.d/20-*");
    for (const node of ["n1", "n2"]) {
      const check = await exec(node, "unshare --pid --fork keepalived -t");
      assert.notEqual(check.exitCode, 0, "the damage does no harm");
    }
    const { steps } = await up();
    assert.deepEqual(steps.map(({ name }) => name).sort(), ["ssh-n1", "ssh-n2", "ui-n1", "ui-n2"]);
    assert.deepEqual(await etc(), before);
    await settled();
    await noChange();
  });
});
