import assert from "node:assert/strict";
import { exec } from "../../../lab";
import { freshNodes, runningVersion, scrapNodes } from "../../support/agent/proxmoxNodes";
import {
  admit,
  awaitQuorum,
  conf,
  create,
  current,
  cutWhen,
  join,
  nodesOf,
  settle,
} from "../../support/agent/proxmoxVerbs";
import { install, must } from "../../support/agent/verbs";

describe("a power cut in the midst of a change of a Proxmox cluster", function () {
  this.timeout(600_000);
  const four = ["p1", "p2", "p3", "p4"];

  before(async () => {
    await freshNodes(four);
    await Promise.all(four.map((node) => install(node)));
  });
  after(scrapNodes);

  it("of its creation, when corosync.conf has just been written: the rerun completes it", async () => {
    await cutWhen("p1", "test -e /etc/pve/corosync.conf", create);
    await must(create());
    assert.deepEqual(await nodesOf("p1"), ["p1"]);
    assert.equal((await exec("p1", "touch /etc/pve/x")).exitCode, 0);
  });

  // When a cluster of one becomes two, the member has no quorum before the second joins. The first point is worst.
  const points = {
    p2: ["when the member has added it", "test -e /etc/corosync/authkey"],
    p3: ["when the filesystem has been stopped", "test -d /var/lib/pve-cluster/backup"],
    p4: ["when corosync runs", "test -e /etc/corosync/authkey && corosync-quorumtool -s >/dev/null"],
  } as const;
  for (const [node, [when, condition]] of Object.entries(points)) {
    it(`of a join, ${when}: the rerun completes it`, async () => {
      await admit(node);
      await cutWhen(node, condition, () => join(node));
      await must(join(node));
      assert.ok((await nodesOf("p1")).includes(node));
      await awaitQuorum(node);
      assert.equal(
        (await exec(node, "touch /etc/pve/x && ! test -e /var/lib/quorate/pve/joining")).exitCode,
        0,
      );
      assert.equal(await conf(node), await conf("p1"));
    });
  }

  it("of an edit, when the file has just been renamed: the rerun finds or makes it everywhere", async () => {
    const [before, text] = [await runningVersion("p2"), await conf()];
    const changed = text.replace(/token_coefficient: .*/, "token_coefficient: 300");
    await cutWhen("p1", "grep -q 'token_coefficient: 300' /etc/pve/corosync.conf", () => settle(changed));
    await must(current("p1"));
    await awaitQuorum("p1");
    await must(settle(changed));
    for (const node of four) {
      await must(current(node));
      assert.ok((await runningVersion(node)) > before);
      assert.equal(
        (await exec(node, "corosync-cmapctl -g totem.token_coefficient")).stdout.endsWith("= 300"),
        true,
      );
    }
    assert.equal((await exec("p1", "test -e /var/lib/quorate/pve/edit")).exitCode, 1);
  });
});
