import assert from "node:assert/strict";
import { boot, crash, exec, waitFor } from "../../../lab";
import { untilStatusSays } from "../../support/lab/status";
import { allQuorate, awaitOutcome, Course } from "../../support/corosync/events";
import { quorateThrough, settledAt } from "../../support/corosync/liveChange";
import { byConfiguration, names, type Scenario, scenarios } from "../../support/corosync/scenarios";
import {
  type Configuration,
  freshLab,
  noChange,
  preview,
  up,
  withStack,
} from "../../support/corosync/corosyncStack";
import { type QuorumState, quorumState } from "../../support/corosync/state";

const witnesses = ["q1"];
const token = 1500;
const two: Configuration = { nodes: { n1: {}, n2: {} }, quorum: { token }, witnesses };
const withQdevice = (more: object = {}): Configuration => ({
  ...two,
  quorum: { token, qdevice: { host: "q1", ...more } },
});
const at = ["n1", "n2"];

const qnetdSees = async (): Promise<number> => {
  const { stdout } = await exec("q1", "corosync-qnetd-tool -l -v");
  return [...stdout.matchAll(/TLS active:\s+Yes \(client certificate verified\)/g)].length;
};

/** Sets nodes up for a group of scenarios, and runs them one after the other. */
function outcomesOf(group: readonly [Scenario, ...Scenario[]]): void {
  const nodes = names(group[0].nodes);
  const course = new Course(nodes);

  afterEach(async () => {
    await course.restore();
    let states: (QuorumState | undefined)[] = [];
    await waitFor(
      async () => {
        states = await Promise.all(nodes.map(quorumState));
        return states.every((state) => state !== undefined && state.total === state.expected);
      },
      { what: () => `the qdevice to vote again: ${JSON.stringify(states)}` },
    );
  });

  for (const { title, events, quorate } of group)
    it(title, async () => {
      for (const event of events) await course.happen(event);
      await awaitOutcome(nodes, quorate);
    });
}

describe("a qdevice", () => {
  before(async () => {
    await freshLab("n4", "q1");
  });

  const groups = byConfiguration(scenarios().filter(({ quorum }) => quorum["qdevice"] !== undefined));
  for (const [index, group] of groups.filter(([{ nodes }]) => nodes > 2).entries()) {
    const [{ nodes: count, quorum }] = group;

    describe(`${String(count)} nodes, ${JSON.stringify(quorum)}`, () => {
      before(async () => {
        const nodes = names(count);
        const members = Object.fromEntries(nodes.map((node) => [node, {}]));
        // A node's removal and the qdevice's other algorithm need separate updates (docs/quorum.md).
        if (index > 0) await up({ nodes: members, quorum: { token }, witnesses });
        await up({ nodes: members, quorum: { token, ...quorum }, witnesses });
        await allQuorate(nodes);
      });

      outcomesOf(group);
    });
  }

  describe("if there was none", () => {
    before(async () => {
      await up(two);
      await allQuorate(at);
    });

    it("takes the place of two_node; no node loses quorum", async () => {
      const { stderr } = await preview(withQdevice());
      assert.match(stderr, /^ *- +two_node: 1$/m);
      assert.match(stderr, /^ *\+ +host: 192\.0\.2\.21$/m);
      await quorateThrough(() => up(withQdevice()), at);
      await settledAt(at);
      const state = await quorumState("n1");
      assert.deepEqual([state?.expected, state?.total, state?.quorum], [3, 3, 2]);
      assert.deepEqual(state?.flags, ["Quorate", "Qdevice"]);
      assert.equal(await qnetdSees(), 2);
      await noChange(withQdevice());
    });
  });

  // The tests above have just applied its configuration.
  for (const group of groups.filter(([{ nodes }]) => nodes === 2))
    describe(`2 nodes, ${JSON.stringify(group[0].quorum)}`, () => outcomesOf(group));

  describe("that is there", () => {
    it("is told of by quorate status, also when its host has no power", async () => {
      const { quorum } = await untilStatusSays(withStack(withQdevice()), []);
      assert.deepEqual(
        quorum?.qdevice?.nodes.map(({ node, alive, votes, state }) => [node, alive, votes, state]),
        at.map((node) => [node, true, true, "Connected"]),
      );
      assert.deepEqual(quorum.qdevice.clients, at);
      await crash("q1");
      try {
        await untilStatusSays(withStack(withQdevice()), [
          /^witness q1: 192\.0\.2\.21 doesn't answer/,
          /^qdevice q1: n1 is not connected to qnetd: Connect/,
          /^qdevice q1: n2 is not connected to qnetd: Connect/,
        ]);
      } finally {
        await boot("q1");
      }
      await untilStatusSays(withStack(withQdevice()), []);
    });

    it("hides its certificates", async () => {
      const files = "/etc/corosync/quorate-qdevice/certificates /run/quorate-qdevice/key4.db";
      const { stdout } = await exec("n1", `stat -c '%a %U' ${files}; ls /run/quorate-qdevice`);
      assert.match(stdout, /^400 root\n600 root\ncert9\.db\nkey4\.db\npkcs11\.txt$/);
      const { stdout: shown } = await preview(withQdevice({ timeout: 9000 }));
      const { stdout: kept } = await exec("n1", `cut -c 1-60 /etc/corosync/quorate-qdevice/certificates`);
      assert.ok(!shown.includes(kept.trim()));
    });

    it("is changed, with a restart of its service; no node loses quorum", async () => {
      const changed = withQdevice({
        tieBreaker: "highest",
        heuristics: { mode: "on", execs: { ping: "/usr/bin/ping -c 1 -W 1 192.0.2.21" } },
      });
      await quorateThrough(() => up(changed), at);
      await settledAt(at);
      const { stdout } = await exec("n2", "corosync-qdevice-tool -s -v");
      assert.match(stdout, /Heuristics:\s+Enabled/);
      assert.match(stdout, /Tie-breaker:\s+Node with highest/i);
      await noChange(changed);
    });

    it("goes, and leaves two_node again; no node loses quorum, and its packages go", async () => {
      await quorateThrough(() => up(two), at);
      await settledAt(at);
      const state = await quorumState("n1");
      assert.deepEqual([state?.expected, state?.total, state?.quorum], [2, 2, 1]);
      const left =
        "dpkg -l | grep -c '^ii  corosync-q' || :; ls -d /etc/corosync/q* /run/quorate-qdevice 2>/dev/null || :";
      for (const node of [...at, "q1"]) assert.equal((await exec(node, left)).stdout, "0");
      await noChange(two);
    });
  });
});
