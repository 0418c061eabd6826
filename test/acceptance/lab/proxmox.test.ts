import assert from "node:assert/strict";
import { boot, crash, cut, exec, heal, waitFor } from "../../../lab";
import {
  addresses,
  edit,
  freshNodes,
  join,
  run,
  runningVersion,
  runs,
  say,
  scrapNodes,
  trust,
} from "../../support/agent/proxmoxNodes";

/**
 * The double must behave like the real tools. lab/pve/README.md lists its limits, and docs/proxmox.md quorate's way
 * with the tools.
 */
describe("the double of pvecm", () => {
  const three = ["p1", "p2", "p3"];
  const quorate = async (node: string): Promise<boolean> =>
    /^Quorate: +Yes/m.test((await exec(node, "corosync-quorumtool -s")).stdout);
  const lastTask = (node: string): Promise<string> => say(node, "tail -n 1 /var/log/pve/tasks/index");

  before(() => freshNodes([...three, "p4"]));
  after(scrapNodes);

  it("status and nodes: 2 if there is no cluster", async () => {
    const { exitCode, stderr } = await run("p1", "pvecm status");
    assert.equal(exitCode, 2);
    assert.match(stderr, /does not exist - is this node part of a cluster\?/);
  });

  it("create: a name is a DNS label of at most 15 characters, else 255", async () => {
    for (const name of ["a-name-of-16-let", "not_a_label"])
      assert.equal((await run("p1", `pvecm create ${name}`)).exitCode, 255);
  });

  it("create: /etc/pve is read-only for seconds after it returned, and an add in that window fails with 0", async () => {
    await trust("p2", "p1");
    // A busy machine needs more than 4.5 s for the next steps.
    await say("p1", "echo 15 >/etc/pve-double/settle");
    assert.equal((await run("p1", "pvecm create lab")).exitCode, 0);
    assert.match(await lastTask("p1"), /:clustercreate:lab:root@pam: [0-9A-F]{8} OK$/);
    assert.equal((await run("p1", "touch /etc/pve/x")).exitCode, 1);
    const { stdout, stderr, exitCode } = await run("p2", `pvecm add ${addresses["p1"] ?? ""} --use_ssh`);
    assert.equal(exitCode, 0);
    assert.match(stdout + stderr, /cluster not ready - no quorum\?/);
    assert.match(await lastTask("p2"), /unable to add node: command failed/);
    await say("p1", "rm /etc/pve-double/settle");
    await waitFor(async () => (await run("p1", "touch /etc/pve/x")).exitCode === 0, {
      what: "/etc/pve to be writable",
    });
  });

  it("create again: 255, and add inside /etc/pve: 255, and pmxcfs down: 111", async () => {
    const again = await run("p1", "pvecm create lab");
    assert.equal(again.exitCode, 255);
    assert.match(again.stderr, /cluster config '\/etc\/pve\/corosync.conf' already exists/);
    assert.equal((await run("p2", "cd /etc/pve && pvecm add 192.0.2.31 --use_ssh")).exitCode, 255);
    await say("p3", "systemctl stop pve-cluster");
    assert.equal((await run("p3", "pvecm add 192.0.2.31 --use_ssh")).exitCode, 111);
    await say("p3", "systemctl start pve-cluster");
  });

  it("add: asks for a password and the fingerprint; a wrong one is 401 and exit code 0", async () => {
    const { stdout, stderr, exitCode } = await run("p4", "pvecm add 192.0.2.31", "secret\nyes\n");
    assert.equal(exitCode, 0);
    assert.match(stdout, /Please enter superuser \(root\) password for '192.0.2.31'[^]*\(yes\/no\)/);
    assert.match(stderr, /401 authentication failure/);
  });

  it("add --use_ssh without a key: exit code 0, and the reason is in the output and the task", async () => {
    const { stderr, exitCode } = await run(
      "p4",
      "rm -f /root/.ssh/known_hosts; pvecm add 192.0.2.31 --use_ssh",
    );
    assert.equal(exitCode, 0);
    assert.match(stderr, /unable to copy ssh ID: exit code 1/);
    assert.match(await lastTask("p4"), /unable to copy ssh ID: exit code 1$/);
  });

  it("add --use_ssh asks nothing with a key; keys that were only on the joining node vanish", async () => {
    await say("p2", "echo 'ssh-ed25519 AAAA only-here' >>$(readlink -f /root/.ssh/authorized_keys)");
    await say("p2", "echo kept >/root/.ssh/authorized_keys2");
    const { stdout, exitCode } = await join("p2", "p1");
    assert.equal(exitCode, 0);
    assert.match(stdout, /successfully added node 'p2' to cluster\.$/);
    assert.match(await lastTask("p2"), /:clusterjoin::root@pam: [0-9A-F]{8} OK$/);
    assert.equal(
      (await say("p2", "readlink /root/.ssh/authorized_keys")).trim(),
      "/etc/pve/priv/authorized_keys",
    );
    assert.doesNotMatch(await say("p2", "cat /root/.ssh/authorized_keys"), /only-here/);
    assert.equal((await say("p2", "cat /root/.ssh/authorized_keys2")).trim(), "kept");
  });

  it("add: a node with guests is refused", async () => {
    await say(
      "p3",
      "mkdir -p /etc/pve/nodes/p3/qemu-server; echo memory: 1 >/etc/pve/nodes/p3/qemu-server/100.conf",
    );
    const { stderr, exitCode } = await join("p3", "p1");
    assert.equal(exitCode, 0);
    assert.match(
      stderr,
      /\* this host already contains virtual guests[^]*Check if node may join a cluster failed!/,
    );
    await say("p3", "rm /etc/pve/nodes/p3/qemu-server/100.conf");
    assert.match((await join("p3", "p1")).stdout, /successfully added node 'p3'/);
  });

  it("edit: a raised version is live on all nodes, a lower one is not and mv returns 0", async () => {
    assert.equal((await edit("p2", "s/config_version: 3/config_version: 4/")).exitCode, 0);
    await runs(three, 4);
    assert.equal((await edit("p1", "s/config_version: 4/config_version: 2/")).exitCode, 0);
    await waitFor(async () => /local corosync.conf is newer/.test(await say("p3", "journalctl -t pmxcfs")), {
      what: "the refusal in the journal",
    });
    assert.deepEqual(await Promise.all(three.map(runningVersion)), [4, 4, 4]);
    assert.match((await run("p1", "pvecm status")).stdout, /^Config Version: +2$/m);
  });

  it("edit: the same version is applied, too", async () => {
    await edit(
      "p1",
      "s/config_version: 2/config_version: 4/; s/token_coefficient: .*/token_coefficient: 777/",
    );
    const token = async (node: string) =>
      (await exec(node, "corosync-cmapctl -g runtime.config.totem.token")).stdout;
    await waitFor(
      async () => (await Promise.all(three.map(token))).every((each) => each.endsWith("= 3777")),
      {
        what: "the token on all nodes",
      },
    );
  });

  it("edit: a broken file is spread, the old configuration runs on, and the next start fails", async () => {
    assert.equal(
      (await edit("p1", "s/config_version: 4/config_version: 5/; s/^nodelist {/nodelist {{/")).exitCode,
      0,
    );
    const spread = async (node: string) =>
      (await say(node, "cat /etc/corosync/corosync.conf")).includes("{{");
    await waitFor(async () => (await Promise.all(three.map(spread))).every(Boolean), {
      what: "its spread",
    });
    assert.match((await run("p1", "corosync-cfgtool -R")).stderr, /CS_ERR_INVALID_PARAM/);
    assert.deepEqual(await Promise.all(three.map(runningVersion)), [4, 4, 4]);
    assert.notEqual((await run("p3", "systemctl restart corosync")).exitCode, 0);
    await edit("p1", "s/config_version: 5/config_version: 6/; s/{{/{/");
    await runs(["p1", "p2"], 6);
    assert.match(await say("p3", "cat /etc/corosync/corosync.conf"), /\{\{/);
    await say(
      "p3",
      `scp -q -o StrictHostKeyChecking=no p1:/etc/corosync/corosync.conf /etc/corosync/; systemctl restart corosync`,
    );
    await runs(three, 6);
  });

  it("a node that was off during a change starts corosync, which ends by itself", async () => {
    await waitFor(() => quorate("p3"), { what: "p3" });
    await crash("p3");
    await waitFor(async () => (await edit("p1", "s/config_version: 6/config_version: 7/")).exitCode === 0, {
      what: "the edit",
    });
    await runs(["p1", "p2"], 7);
    await boot("p3").catch(() => undefined); // its corosync may fail during the boot
    await waitFor(
      async () =>
        /Received config version \(7\) is different than my config version \(6\)/.test(
          await say("p3", "journalctl -u corosync"),
        ) && (await exec("p3", "systemctl is-active corosync")).exitCode !== 0,
      { what: "corosync to end" },
    );
    await say(
      "p3",
      `scp -q -o StrictHostKeyChecking=no p1:/etc/corosync/corosync.conf /etc/corosync/; systemctl restart corosync`,
    );
    await runs(three, 7);
  });

  it("ha-manager: no groups any more, a guest that doesn't exist is 17, and any node will do to migrate to", async () => {
    const group = await run("p1", "ha-manager groupadd all --nodes p1,p2");
    assert.equal(group.exitCode, 2);
    assert.match(group.stderr, /ha groups have been migrated to rules/);
    assert.equal((await run("p1", "ha-manager add vm:999")).exitCode, 17);
    await say("p1", "install -D /dev/null /etc/pve/nodes/p1/qemu-server/100.conf && ha-manager add vm:100");
    assert.equal((await run("p1", "ha-manager migrate vm:100 nowhere")).exitCode, 0);
    await say("p1", "ha-manager remove vm:100; rm /etc/pve/nodes/p1/qemu-server/100.conf");
    assert.equal(await say("p1", "ha-manager config"), "");
  });

  it("without quorum: status is 2, nodes 0, reads work, writes don't; expected gives them back", async () => {
    await waitFor(() => quorate("p3"), { what: "p3" });
    await cut("p3");
    await waitFor(async () => !(await quorate("p3")), { what: "p3 to lose quorum" });
    assert.equal((await run("p3", "pvecm status")).exitCode, 2);
    assert.equal((await run("p3", "pvecm nodes")).exitCode, 0);
    assert.match(await say("p3", "cat /etc/pve/corosync.conf"), /cluster_name: lab/);
    await waitFor(async () => (await run("p3", "touch /etc/pve/x")).exitCode !== 0, {
      what: "read-only",
    });
    assert.equal((await run("p3", "pvecm expected 1")).exitCode, 0);
    await waitFor(async () => (await run("p3", "touch /etc/pve/x")).exitCode === 0, {
      what: "writable",
    });
    await heal("p3");
    await waitFor(async () => (await say("p1", "pvecm nodes")).includes("p3"), {
      what: "p3 back",
    });
    const low = await run("p1", "pvecm expected 1");
    assert.equal(low.exitCode, 1);
    assert.match(low.stderr + low.stdout, /CS_ERR_INVALID_PARAM/);
  });

  it("corosync down: status is 1", async () => {
    await say("p3", "systemctl stop corosync");
    assert.equal((await run("p3", "pvecm status")).exitCode, 1);
  });

  it("delnode: the rest goes on, the node's directory stays", async () => {
    const { exitCode } = await run("p1", "pvecm delnode p3");
    assert.equal(exitCode, 0);
    await runs(["p1", "p2"], 8);
    await say("p1", "test -d /etc/pve/nodes/p3");
  });
});
