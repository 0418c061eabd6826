import assert from "node:assert/strict";
import { exec } from "../../../lab";
import { allQuorate, Course } from "../../support/corosync/events";
import { untilStatusSays } from "../../support/lab/status";
import { type Configuration, freshLab, noChange, up, withStack } from "../../support/corosync/corosyncStack";
import { groups, settleOn } from "../../support/corosync/vips";

const nodes = ["n1", "n2", "n3"];
const stack = (vrrp: Partial<typeof groups>): Configuration => ({
  nodes: { n1: {}, n2: {}, n3: {} },
  quorum: {},
  vrrp,
});
const asUser = async (node: string, ids: string, line: string): Promise<number> =>
  (await exec(node, `setpriv ${ids} --clear-groups ${line}`)).exitCode;

describe("a VIP and quorum", () => {
  const course = new Course(nodes);

  before(async () => {
    await freshLab();
    // The nodes are empty. keepalived must come last: without quorum its check would fail, and so would the update.
    const { steps } = await up(stack(groups));
    const step = (name: string) => steps.find((each) => each.name === name);
    for (const node of nodes) {
      const settled = step(`corosync-${node}-restart`)?.ended ?? Infinity;
      for (const other of nodes)
        assert.ok((step(`guarded-${other}`)?.began ?? 0) > settled, `${other}, ${node}`);
    }
    await allQuorate(nodes);
  });
  afterEach(() => course.restore());

  it("asks corosync as a user of its own; the user of the other checks may not ask, nor stop it", async () => {
    await settleOn({ guarded: ["n1"], unguarded: ["n1"] });
    const script = "/etc/keepalived/scripts/check_guarded_quorate.sh";
    assert.equal(await asUser("n1", "--reuid=keepalived_quorum --regid=root", script), 0);
    const other = "--reuid=keepalived_script --regid=keepalived_script";
    assert.equal(await asUser("n1", other, script), 1);
    assert.notEqual(await asUser("n1", other, "corosync-cfgtool -H"), 0);
    assert.equal((await exec("n1", "systemctl is-active corosync")).stdout, "active");
    await noChange(stack(groups));
  });

  it("leaves the node of the smaller partition, if without the check two nodes hold it; and comes back", async () => {
    await course.happen("part n1 | n2 n3");
    await settleOn({ guarded: ["n2"], unguarded: ["n1", "n2"] });
    const { vips } = await untilStatusSays(withStack(stack(groups)), [
      /^quorum: n1 is not quorate: 1 of the 2 votes needed$/,
      /^quorum: partitions: n1 sees n1; n2 and n3 see n2 and n3$/,
      /^link 0: disconnected between n1 and n2$/,
      /^link 0: disconnected between n1 and n3$/,
      /^VIP guarded: FAULT on n1$/,
      /^VIP guarded: the check quorate fails on n1$/,
      /^VIP unguarded: 192\.0\.2\.101 is held by n1 and n2 at once, because they don't get each other's adverts/,
    ]);
    assert.deepEqual(
      vips.map(({ holders }) => holders),
      [["n2"], ["n1", "n2"]],
    );
    await course.happen("join");
    await settleOn({ guarded: ["n1"], unguarded: ["n1"] });
  });

  it("stays where it is when others are the smaller partition", async () => {
    await course.happen("part n1 n2 | n3");
    await settleOn({ guarded: ["n1"], unguarded: ["n1", "n3"] });
  });

  it("is on no node when two of three are lost", async () => {
    await course.happen("crash n2");
    await course.happen("crash n3");
    await settleOn({ guarded: [], unguarded: ["n1"] });
    await untilStatusSays(withStack(stack(groups)), [
      /^node n2: 192\.0\.2\.12 doesn't answer/,
      /^node n3: 192\.0\.2\.13 doesn't answer/,
      /^quorum: n1 is not quorate: 1 of the 2 votes needed$/,
      /^VIP guarded: 192\.0\.2\.100 is held by no node that answers$/,
      /^VIP guarded: FAULT on n1$/,
      /^VIP guarded: the check quorate fails on n1, so 192\.0\.2\.100 may not answer$/,
    ]);
  });

  it("leaves a node whose corosync is there and doesn't answer", async () => {
    await settleOn({ guarded: ["n1"], unguarded: ["n1"] });
    await exec("n1", "pkill -STOP -x corosync");
    try {
      await settleOn({ guarded: ["n2"], unguarded: ["n1"] });
      await untilStatusSays(withStack(stack(groups)), [
        /^node n1: corosync runs and doesn't answer$/,
        /^link 0: disconnected between n1 and n2$/,
        /^link 0: disconnected between n1 and n3$/,
        /^VIP guarded: FAULT on n1$/,
        /^VIP guarded: the check quorate fails on n1$/,
      ]);
    } finally {
      await exec("n1", "pkill -CONT -x corosync");
    }
  });

  it("takes its user along when the group goes", async () => {
    await up(stack({ unguarded: groups.unguarded }));
    for (const node of nodes) {
      assert.equal((await exec(node, "getent passwd keepalived_quorum")).stdout, "");
      assert.equal((await exec(node, "ls /etc/keepalived/scripts")).stdout, "check_unguarded_ssh.sh");
    }
  });
});
