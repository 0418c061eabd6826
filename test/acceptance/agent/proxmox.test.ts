import assert from "node:assert/strict";
import { boot, crash, cut, heal } from "../../../lab";
import { createCluster } from "../../../agent/proxmox";
import { freshNodes, run, runningVersion, say, scrapNodes } from "../../support/agent/proxmoxNodes";
import {
  admit,
  awaitGone,
  awaitQuorum,
  conf,
  create,
  current,
  join,
  membership,
  nodesOf,
  refused,
  settle,
} from "../../support/agent/proxmoxVerbs";
import { install, must } from "../../support/agent/verbs";

describe("a cluster of Proxmox nodes, by the program of a node", () => {
  const four = ["p1", "p2", "p3", "p4"];

  before(async () => {
    await freshNodes(four);
    await Promise.all(four.map((node) => install(node)));
  });
  after(scrapNodes);

  describe("creation", () => {
    it("creates one, and ends when /etc/pve is writable; again it changes nothing", async () => {
      assert.match(await must(create()), /cluster lab: p1 is in it/);
      await say("p1", "touch /etc/pve/at-once");
      await must(create());
      assert.equal(await runningVersion("p1"), 1);
      await refused(
        run("p1", createCluster(false, { ...membership("p1"), cluster: "other" })),
        /in the cluster "lab" already, not in "other"/,
      );
    });
  });

  describe("refuses a join", () => {
    before(() => admit("p2"));

    it("without an admitted key, in SSH's words and without asking for a password", () =>
      refused(join("p3"), /p1 doesn't answer over SSH: .*Permission denied/));

    it("of a node with guests", async () => {
      await say("p2", "install -D /dev/null /etc/pve/nodes/p2/qemu-server/100.conf");
      await refused(join("p2"), /this node has guests.*100\.conf.*Back them up/);
      await say("p2", "rm /etc/pve/nodes/p2/qemu-server/100.conf");
    });

    it("of another version", async () => {
      await say("p2", "echo 8.4.1 >/etc/pve-double/version");
      await refused(join("p2"), /this node has Proxmox VE 8\.4 and p1 has 9\.1: upgrade/);
      await say("p2", "echo 9.1.6 >/etc/pve-double/version");
    });

    it("with clocks apart", async () => {
      // The lab's nodes have this machine's clock, so the test replaces the command.
      await say(
        "p1",
        `printf '%s\\n' '#!/bin/sh' 'exec /bin/date -d "+60 seconds" "$@"' >/usr/local/bin/date; chmod 755 /usr/local/bin/date`,
      );
      await refused(join("p2"), /the clocks of this node and p1 are (5\d|60)\d\d\d ms apart, more than 1000/);
      await say("p1", "rm /usr/local/bin/date");
    });

    it('with UDP 5405 blocked (pvecm would hang at "waiting for quorum..." and take the cluster\'s quorum)', async () => {
      await say(
        "p2",
        "nft add table inet t; nft add chain inet t i '{ type filter hook input priority 0; }'; nft add rule inet t i udp dport 5405 drop",
      );
      await refused(join("p2"), /UDP from p1 doesn't reach 192\.0\.2\.32 port 5405/);
      await say("p2", "nft delete table inet t");
    });

    it("with a link missing", () =>
      refused(
        join("p2", "p1", { links: {} }),
        /the cluster has link 0, and this node has no address for it/,
      ));

    it("and has changed nothing", async () => {
      assert.deepEqual(await nodesOf("p1"), ["p1"]);
      assert.equal((await run("p2", "ls /etc/corosync/authkey")).exitCode, 2);
      assert.equal(await runningVersion("p1"), 1);
    });
  });

  describe("members", () => {
    it("joins, keeps the keys of the operator, and again changes nothing", async () => {
      await say("p2", "echo 'ssh-ed25519 AAAA operator' >>$(readlink -f /root/.ssh/authorized_keys)");
      await must(join("p2"));
      await say("p2", "touch /etc/pve/at-once");
      assert.match(await say("p2", "cat /root/.ssh/authorized_keys2"), /ssh-ed25519 AAAA operator/);
      assert.deepEqual(await nodesOf("p2"), ["p1", "p2"]);
      await must(join("p2"));
      assert.equal(await runningVersion("p2"), 2);
    });

    it("doesn't join a second node while a first isn't there yet (two at once wedge a cluster)", async () => {
      await admit("p3");
      await must(join("p3"));
      await crash("p3");
      await awaitGone("p3");
      await admit("p4");
      await refused(join("p4"), /members are not up: p3\. A node joins only while all members are up/);
      await boot("p3");
      await awaitQuorum("p3");
    });

    it("edits: one version more, run by all; the same again is no edit; another order is the same", async () => {
      const before = await runningVersion("p1");
      const changed = (await conf()).replace(/token_coefficient: .*/, "token_coefficient: 500");
      await must(settle(changed));
      for (const node of ["p1", "p2", "p3"]) {
        assert.equal(await runningVersion(node), before + 1);
        assert.match(await say(node, "corosync-cmapctl -g totem.token_coefficient"), /= 500/);
        await must(current(node));
      }
      await must(settle(changed));
      const sections = changed.trim().split("\n\n").reverse().join("\n");
      await must(settle(`# another order\n${sections}\n`));
      assert.equal(await runningVersion("p1"), before + 1);
    });

    it("an edit that corosync can't read is refused before a node gets it (it would be spread)", async () => {
      const [before, text] = [await runningVersion("p1"), await conf()];
      await refused(
        settle(text.replace("token_coefficient: 500", "token: many")),
        /corosync can't read this configuration/,
      );
      await refused(
        settle(text.replace("nodeid: 2", "nodeid: 9")),
        /the name or the id of a node can't be edited/,
      );
      await refused(
        settle(text.replace("192.0.2.32", "192.0.2.99")),
        /can't change from 192\.0\.2\.32 to 192\.0\.2\.99/,
      );
      assert.equal(await conf(), text);
      assert.equal(await runningVersion("p3"), before);
    });

    it("a change that corosync refuses while it runs is taken back on all nodes", async () => {
      const [before, text] = [await runningVersion("p1"), await conf()];
      await say("p1", "printf '#!/bin/sh\n' >/usr/local/sbin/corosync; chmod 755 /usr/local/sbin/corosync");
      await refused(
        settle(text.replace("token_coefficient: 500", "token: many")),
        /corosync refused the change, so all nodes have their earlier configuration again:[^]*"many" was given/,
      );
      await say("p1", "rm /usr/local/sbin/corosync");
      for (const node of ["p1", "p2", "p3"]) {
        assert.equal(await runningVersion(node), before + 2);
        assert.equal(await conf(node), text.replace(/config_version: .*/, `config_version: ${before + 2}`));
        await say(node, "cmp /etc/pve/corosync.conf /etc/corosync/corosync.conf");
      }
    });

    it("goes over a version that you lowered: mv returned 0 and nothing was applied", async () => {
      const before = await runningVersion("p1");
      await say(
        "p1",
        "cd /etc/pve; sed 's/config_version: .*/config_version: 1/' corosync.conf >c.new; mv c.new corosync.conf",
      );
      await must(settle((await conf()).replace("token_coefficient: 500", "token_coefficient: 600")));
      assert.equal(await runningVersion("p3"), before + 1);
    });

    it("repairs a node that was off during a change: its corosync ends 2 s after its start", async () => {
      await crash("p3");
      await awaitGone("p3");
      await must(settle((await conf()).replace("token_coefficient: 600", "token_coefficient: 700")));
      await boot("p3").catch(() => undefined); // corosync may fail during the boot
      await must(current("p3"));
      assert.equal(await runningVersion("p3"), await runningVersion("p1"));
    });

    it("touches nothing without quorum, and says so", async () => {
      await awaitQuorum("p3");
      const text = await conf();
      await cut("p3");
      await awaitQuorum("p3", false);
      await refused(settle(text.replace("700", "800"), "p3"), /not quorate, so nothing was changed/);
      assert.equal(await conf("p3"), text);
      await heal("p3");
      await awaitQuorum("p3");
    });

    it("doesn't remove a node that runs; removes it when it's off, with its directory and its key", async () => {
      const text = (await conf()).replace(/ {2}node \{\n {4}name: p3\n[^}]*\}\n/, "");
      await refused(
        settle(text),
        /p3 is to leave the cluster and still answers at 192\.0\.2\.\d+: shut it down first/,
      );
      assert.deepEqual(await nodesOf("p1"), ["p1", "p2", "p3"]);
      await cut("p3");
      await awaitGone("p3");
      assert.match(await must(settle(text)), /p3 has left the cluster$/m);
      assert.deepEqual(await nodesOf("p2"), ["p1", "p2"]);
      assert.equal(
        (await run("p1", "ls -d /etc/pve/nodes/p3; grep root@p3 /etc/pve/priv/authorized_keys")).stdout,
        "",
      );
      await heal("p3");
      await admit("p3");
      await refused(join("p3"), /this node was removed from the cluster while it was off: separate it first/);
    });
  });
});
