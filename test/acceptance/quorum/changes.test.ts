import assert from "node:assert/strict";
import {
  boot,
  crash,
  cut,
  exec,
  heal,
  part,
  rejoin,
  topologyWith,
  up as bringUp,
  waitFor,
} from "../../../lab";
import type { Deployment } from "../deployment";
import { sampledQuorum } from "./sampling";
import { type Configuration, freshLab, noChange, preview, tryUp, up } from "./stack";
import { cmap, quorumState, versions } from "./state";

const three: Configuration = { nodes: { n1: {}, n2: {}, n3: {} }, quorum: {} };
const two: Configuration = { nodes: { n1: {}, n2: {} }, quorum: {} };
const nodes = ["n1", "n2", "n3"];

/** Seconds in which a change must be kept in these tests, in place of 300. */
const parkWithin = 12;

const everywhere = async <T>(read: (node: string) => Promise<T>, at = nodes): Promise<T[]> =>
  Promise.all(at.map(read));

/** Applies a change, and demands that these nodes are quorate at every moment of it. */
async function quorateThrough(change: () => Promise<unknown>, at: readonly string[] = nodes): Promise<void> {
  const samples = await sampledQuorum(at, change);
  for (const node of at) {
    const own = samples.filter((sample) => sample.node === node);
    assert.ok(own.length >= 5, `${node} was sampled ${String(own.length)} times`);
    const lost = own.filter(({ quorate }) => !quorate).map(({ time }) => time - (own[0]?.time ?? 0));
    assert.deepEqual(lost, [], `${node} was not quorate after so many milliseconds`);
  }
}

/** That all nodes run one version, have it in their file, and are quorate. @returns the version */
async function settledAt(at = nodes): Promise<number> {
  const read = await everywhere(versions, at);
  const [first] = read;
  assert.ok(first && first.running > 0);
  for (const each of read) assert.deepEqual(each, { running: first.running, file: first.running });
  for (const state of await everywhere(quorumState, at)) assert.equal(state?.quorate, true);
  return first.running;
}

/** Waits until all nodes are back at a version, with nothing left of a change. */
async function backAt(version: number): Promise<void> {
  await waitFor(
    async () => {
      const read = await everywhere(versions);
      const states = await everywhere(quorumState);
      const left = await everywhere(async (node) => (await exec(node, "ls /var/lib/quorate/journal")).stdout);
      return (
        read.every(({ running, file }) => running === version && file === version) &&
        states.every((state) => state?.quorate === true && state.members.length === 3) &&
        left.every((names) => names === "")
      );
    },
    { timeoutMs: 90_000, what: `all nodes at version ${String(version)}` },
  );
}

async function hurry(): Promise<void> {
  const line = `sed -i 's/^park_within=.*/park_within=${String(parkWithin)}/' /var/lib/quorate/node.sh`;
  await everywhere((node) => exec(node, line));
}

const prefix = "urn:pulumi:lab::quorate::quorate:corosync:Quorum$command:remote:Command::";

/** `pulumi up` with something done once a Command has ended well. */
async function upWith(
  configuration: Configuration,
  command: string,
  action: () => Promise<unknown>,
): Promise<Deployment> {
  let acted: Promise<unknown> | undefined;
  const deployment = await tryUp(configuration, {
    onLine: (line) => {
      if (line.includes("resOutputsEvent") && line.includes(`"op":"update","urn":"${prefix}${command}"`))
        acted ??= action();
    },
  });
  assert.ok(acted, `${command} never ended`);
  await acted;
  return deployment;
}

describe("changes of a live cluster", () => {
  before(async function () {
    this.timeout(240_000);
    await freshLab();
    await up(three);
    await hurry();
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
    const { stdout } = await preview({ ...three, quorum: { token: 5000 } });
    assert.match(stdout, / - \|    config_version: 1\n.* \+ \|    config_version: 2\n/);
    assert.match(stdout, / \+ \|    token: 5000\n/);
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
      timeoutMs: 20_000,
      what: "link 1",
    });
    await quorateThrough(() => up(three));
    assert.equal(await settledAt(), 4);
    await noChange(three);
  });

  it("that add a node and take it away cost no member its quorum", async function () {
    this.timeout(180_000);
    await bringUp(topologyWith("n4"));
    const four = { ...three, nodes: { ...three.nodes, n4: {} } };
    await quorateThrough(() => up(four));
    await settledAt([...nodes, "n4"]);
    assert.equal((await quorumState("n1"))?.expected, 4);
    assert.equal(await cmap("n4", "runtime.votequorum.this_node_id"), "4");
    await quorateThrough(() => up(three));
    await waitFor(async () => (await quorumState("n1"))?.expected === 3, {
      timeoutMs: 30_000,
      what: "n4 to go",
    });
    assert.equal(await quorumState("n4"), undefined);
    await settledAt();
    await noChange(three);
  });

  it("to two nodes and back cost no member its quorum, and node ids stay", async function () {
    this.timeout(180_000);
    await quorateThrough(() => up(two), ["n1", "n2"]);
    await waitFor(async () => (await quorumState("n1"))?.quorum === 1, {
      timeoutMs: 30_000,
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
    await hurry();
  });

  it("that only a start takes up roll: one node is away at a time", async function () {
    this.timeout(180_000);
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

  it("that corosync rejects leave everything as it was", async () => {
    const version = await settledAt();
    const wrapper = "#!/bin/sh\n[ $1 != -t ] || { echo 'parse error in config' >&2; exit 8; }\n";
    const install = "cat >/usr/local/sbin/corosync && chmod 755 /usr/local/sbin/corosync";
    await exec("n2", install, { input: wrapper });
    await quorateThrough(async () => {
      const { exitCode, errors } = await tryUp({ ...three, quorum: { token: 7000 } });
      assert.notEqual(exitCode, 0);
      assert.match(errors, /n2: unit corosync: 'corosync -t' refused the new files/);
      assert.match(errors, /parse error in config/);
    });
    await exec("n2", "rm /usr/local/sbin/corosync");
    await backAt(version);
    await up({ ...three, quorum: { token: 7000 } });
    assert.equal(await settledAt(), version + 2);
  });

  it("with a node whose power goes half-way return all to the version they had", async function () {
    this.timeout(240_000);
    const version = await settledAt();
    await quorateThrough(async () => {
      const { exitCode } = await upWith(three, "corosync-n3-swap", () => crash("n3"));
      assert.notEqual(exitCode, 0);
      await boot("n3");
      await backAt(version);
    }, ["n1", "n2"]);
    await up(three);
    assert.equal(await settledAt(), version + 2);
  });

  it("with a node whose cable goes half-way return all to the version they had", async function () {
    this.timeout(240_000);
    const version = await settledAt();
    const changed = { ...three, quorum: { token: 6000 } };
    await quorateThrough(async () => {
      const { exitCode } = await upWith(changed, "corosync-n2-swap", () => cut("n2"));
      assert.notEqual(exitCode, 0);
      await heal("n2");
      await backAt(version);
    }, ["n1", "n3"]);
    await up(changed);
    assert.equal(await settledAt(), version + 2);
  });

  it("are refused without quorum, with nothing touched", async () => {
    const version = await settledAt();
    await part(["n1"], ["n2"], ["n3"]);
    try {
      await waitFor(async () => (await everywhere(quorumState)).every((state) => state?.quorate === false), {
        timeoutMs: 30_000,
        what: "all nodes to lose quorum",
      });
      const { exitCode, errors, stderr } = await tryUp(three);
      assert.notEqual(exitCode, 0);
      assert.match(
        errors + stderr,
        /n1, n2, n3 are not quorate: corosync\.conf is never touched without quorum/,
      );
      for (const each of await everywhere(versions))
        assert.deepEqual(each, { running: version, file: version });
    } finally {
      await rejoin();
    }
    await backAt(version);
  });
});
