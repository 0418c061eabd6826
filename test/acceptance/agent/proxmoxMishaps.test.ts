import assert from "node:assert/strict";
import { cut, heal, waitFor } from "../../../lab";
import { edit, freshNodes, run, runningVersion, say, scrapNodes } from "../../support/agent/proxmoxNodes";
import {
  admit,
  awaitGone,
  awaitQuorum,
  conf,
  create,
  current,
  join,
  nodesOf,
  refused,
  settle,
} from "../../support/agent/proxmoxVerbs";
import { install, must } from "../../support/agent/verbs";

/** Replaces pvecm by one that fails with these words and, like the real one, with exit code 0. */
async function stubPvecm(node: string, words: string): Promise<void> {
  await say(
    node,
    `printf '%s\\n' '#!/bin/sh' 'echo "${words}" >&2' >/usr/local/sbin/pvecm; chmod 755 /usr/local/sbin/pvecm`,
  );
}

describe("mishaps of a cluster of Proxmox nodes", () => {
  const three = ["p1", "p2", "p3"];

  before(async () => {
    await freshNodes(three);
    await Promise.all(three.map((node) => install(node)));
  });
  after(scrapNodes);

  it("a creation fails if pvecm does, whatever its exit code says", async () => {
    await stubPvecm("p1", "error during cfs-locked 'file-corosync_conf' operation");
    await refused(create(), /pvecm create: error during cfs-locked/);
    await say("p1", "rm /usr/local/sbin/pvecm");
    await must(create());
  });

  it("a join fails if pvecm does, whatever its exit code says, and isn't taken for begun", async () => {
    await admit("p2");
    await stubPvecm("p2", "unable to copy ssh ID: exit code 1");
    await refused(join("p2"), /pvecm add: unable to copy ssh ID: exit code 1/);
    await say("p2", "rm /usr/local/sbin/pvecm; ! test -e /var/lib/quorate/pve/joining");
    await must(join("p2"));
  });

  it("a join ends if UDP is blocked on the way to the members; once it isn't, the next completes it", async () => {
    // pvecm would otherwise wait for ever.
    await say("p3", "sed -i 's/^pve_patience=.*/pve_patience=15/' /var/lib/quorate/node.sh");
    const block =
      "add table inet t; add chain inet t o { type filter hook output priority 0; }; add rule inet t o udp dport 5405 drop";
    await say("p3", `nft '${block}'`);
    await admit("p3");
    await refused(
      join("p3"),
      /isn't quorate and \/etc\/pve isn't writable after 15 s\. Look at .*firewalls on UDP 5405/,
    );
    await say(
      "p3",
      "nft delete table inet t; sed -i 's/^pve_patience=.*/pve_patience=60/' /var/lib/quorate/node.sh",
    );
    await must(join("p3"));
    await awaitQuorum("p3");
    await say("p3", "test -e /etc/pve/nodes/p3/pve-ssl.pem; ! test -e /var/lib/quorate/pve/joining");
    assert.deepEqual(await nodesOf("p1"), three);
  });

  it("replaces a file that you broke, and repairs the node that was restarted with it", async () => {
    const text = await conf();
    const before = await runningVersion("p1");
    await edit("p1", `s/config_version: .*/config_version: ${before + 1}/; s/^nodelist {/nodelist {{/`);
    await waitFor(async () => (await say("p3", "cat /etc/corosync/corosync.conf")).includes("{{"), {
      what: "its spread",
    });
    await run("p3", "systemctl restart corosync");
    assert.match((await run("p1", "sh /var/lib/quorate/node.sh facts")).stdout, /^corosync pve unreadable /m);
    await refused(
      settle(text.replace("nodeid: 2", "nodeid: 9")),
      /corosync can't read \/etc\/pve\/corosync\.conf; quorate replaces it only by/,
    );
    await must(settle(text));
    await must(current("p3"));
    for (const node of ["p1", "p2", "p3"]) assert.equal(await runningVersion(node), before + 2);
    await awaitQuorum("p3");
    await waitFor(async () => !(await conf("p3")).includes("{{"), {
      what: "the file on p3",
    });
  });

  it("leaves the directory of a node that had guests, and names them", async () => {
    await say("p3", "install -D /dev/null /etc/pve/nodes/p3/qemu-server/104.conf");
    await waitFor(
      async () => (await run("p1", "test -e /etc/pve/nodes/p3/qemu-server/104.conf")).exitCode === 0,
      {
        what: "the guest to be known",
      },
    );
    const text = (await conf()).replace(/ {2}node \{\n {4}name: p3\n[^}]*\}\n/, "");
    await cut("p3");
    await awaitGone("p3");
    assert.match(
      await must(settle(text)),
      /p3 has left the cluster; \/etc\/pve\/nodes\/p3 stays, .*104\.conf/,
    );
    await say("p1", "test -e /etc/pve/nodes/p3/qemu-server/104.conf");
    await heal("p3");
  });
});
