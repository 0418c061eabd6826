import assert from "node:assert/strict";
import { exec, topologyWith, up as bringUp, waitFor } from "../../../lab";
import { everywhere, nodes, quorateThrough, settledAt, three, two } from "../../support/corosync/liveChange";
import { sampledQuorum } from "../../support/corosync/quorumSamples";
import { freshLab, noChange, preview, up } from "../../support/corosync/corosyncStack";
import { cmap, quorumState } from "../../support/corosync/state";

describe("changes of a live cluster", () => {
  before(async () => {
    await freshLab();
    await up(three);
  });

  it("come from nothing to a quorate cluster, of which the next preview changes nothing", async () => {
    assert.equal(await settledAt(), 1);
    await noChange(three);
    const { stdout } = await exec(
      "n1",
      "stat -c '%a %U %s' /etc/corosync/authkey /etc/corosync/corosync.conf",
    );
    assert.match(stdout, /^400 root 257\n644 root \d+$/);
  });

  it("of timeouts show as lines in preview, and cost no node its quorum", async () => {
    const { stderr } = await preview({ ...three, quorum: { token: 5000 } });
    assert.match(stderr, /^ *- +config_version: 1\n *\+ +config_version: 2$/m);
    assert.match(stderr, /^ *\+ +token: 5000$/m);
    await quorateThrough(() => up({ ...three, quorum: { token: 5000 } }));
    assert.equal(await settledAt(), 2);
    assert.deepEqual(await everywhere((node) => cmap(node, "totem.token")), ["5000", "5000", "5000"]);
  });

  it("of votes and links cost no node its quorum", async () => {
    const link = (last: number, more: object = {}) => ({
      links: { 1: `198.51.100.${String(last)}` },
      ...more,
    });
    const linked = {
      nodes: { n1: link(11, { votes: 2 }), n2: link(12), n3: link(13) },
      quorum: { links: { 1: { priority: 10 } } },
    };
    await quorateThrough(() => up(linked));
    assert.equal((await quorumState("n3"))?.expected, 4);
    await waitFor(async () => !(await exec("n1", "corosync-cfgtool -s")).stdout.includes("disconnected"), {
      what: "link 1",
    });
    await quorateThrough(() => up(three));
    assert.equal(await settledAt(), 4);
    await noChange(three);
  });

  it("that add a node and take it away cost no member its quorum", async () => {
    await bringUp(topologyWith("n4"));
    const four = { ...three, nodes: { ...three.nodes, n4: {} } };
    await quorateThrough(() => up(four));
    await settledAt([...nodes, "n4"]);
    assert.equal((await quorumState("n1"))?.expected, 4);
    assert.equal(await cmap("n4", "runtime.votequorum.this_node_id"), "4");
    await quorateThrough(() => up(three));
    await waitFor(async () => (await quorumState("n1"))?.expected === 3, {
      what: "n4 to go",
    });
    assert.equal(await quorumState("n4"), undefined);
    await settledAt();
    await noChange(three);
  });

  it("to two nodes and back cost no member its quorum, and node ids stay", async () => {
    await quorateThrough(() => up(two), ["n1", "n2"]);
    await waitFor(async () => (await quorumState("n1"))?.quorum === 1, {
      what: "n3 to go",
    });
    assert.deepEqual((await quorumState("n1"))?.flags, ["2Node", "Quorate", "WaitForAll"]);
    await quorateThrough(() => up({ ...two, quorum: { twoNode: false } }), ["n1", "n2"]);
    assert.equal((await quorumState("n2"))?.quorum, 2);
    await quorateThrough(() => up(two), ["n1", "n2"]);
    assert.equal((await quorumState("n2"))?.quorum, 1);
    await quorateThrough(() => up(three), ["n1", "n2"]);
    await settledAt();
    assert.equal(await cmap("n3", "runtime.votequorum.this_node_id"), "3");
  });

  it("that only a start takes up roll: one node is away at a time", async () => {
    const waiting = { ...three, quorum: { waitForAll: true } };
    assert.match(
      (await preview(waiting)).stdout,
      /only a start of corosync takes up: nothing.*wait_for_all: 1/s,
    );
    const samples = await sampledQuorum(nodes, () => up(waiting));
    const away = nodes.map((node) => samples.filter((each) => each.node === node && !each.quorate));
    for (const [index, own] of away.entries()) {
      assert.ok(own.length > 0, `${nodes[index] ?? ""} was not restarted`);
      const next = away[index + 1]?.[0]?.time ?? Infinity;
      assert.ok((own.at(-1)?.time ?? 0) < next, "two nodes were away at once");
    }
    for (const state of await everywhere(quorumState)) assert.ok(state?.flags.includes("WaitForAll"));
    await up(three);
    for (const state of await everywhere(quorumState)) assert.ok(!state?.flags.includes("WaitForAll"));
    await noChange(three);
  });
});
