import assert from "node:assert/strict";
import {
  crash,
  cut,
  down,
  exec,
  heal,
  inClient,
  knownHostsFile,
  makeProxmox,
  part,
  privateKeyFile,
  rejoin,
  waitFor,
} from "../../../lab";
import type { QuorumInput } from "../../../model";
import { pulumi } from "../../support/pulumi/labStack";
import { quorateThrough } from "../../support/corosync/liveChange";
import { sampledQuorum } from "../../support/corosync/quorumSamples";
import { untilStatusSays } from "../../support/lab/status";
import {
  addresses,
  type Configuration,
  freshLab,
  noChange,
  preview,
  tryUp,
  up,
  withStack,
} from "../../support/corosync/corosyncStack";
import { quorumState } from "../../support/corosync/state";
import { awaitLink } from "../../support/corosync/watchdog";
import { groups, settleOn } from "../../support/corosync/vips";

const stack = (
  nodes: readonly string[],
  quorum: QuorumInput = {},
  more: Partial<Configuration> = {},
): Configuration => ({
  platform: "proxmox",
  nodes: Object.fromEntries(nodes.map((node) => [node, {}])),
  quorum,
  ...more,
});
const three = ["n1", "n2", "n3"];
const cmap = async (node: string, key: string): Promise<string> =>
  (await exec(node, `corosync-cmapctl -g ${key}`)).stdout.replace(/^.* = /, "");

const awaitTotal = (node: string, votes: number): Promise<unknown> =>
  waitFor(async () => (await quorumState(node))?.total === votes, {
    what: `${String(votes)} votes on ${node}`,
  });

/** The whole way from a stack to clusters of pvecm. agent/proxmox.test.ts tests the verbs. */
describe("a cluster of Proxmox nodes, by an update", () => {
  before(async () => {
    await freshLab("n4", "q1");
    await makeProxmox([...three, "n4"]);
  });
  after(down); // other tests can't use these nodes

  it("is made of three nodes, none of which was in one; then nothing is left to do", async () => {
    const { steps } = await up(stack(three));
    const joins = ["corosync-n1", "corosync-n2", "corosync-n3"].map((name) =>
      steps.find((step) => step.name === name),
    );
    assert.ok(
      joins.every((join, index) => index === 0 || (join?.began ?? 0) > (joins[index - 1]?.ended ?? Infinity)),
    );
    for (const node of three) {
      const state = await quorumState(node);
      assert.deepEqual([state?.quorate, state?.members], [true, three]);
    }
    // pvecm wrote the wanted text itself, so quorate made no edit.
    assert.equal(await cmap("n1", "totem.config_version"), "3");
    await noChange(stack(three));
    await untilStatusSays(withStack(stack(three)), []);
  });

  it("had too few failed logins on the way for OpenSSH 9.8 to shut their address out", async () => {
    // sshd_config(5), PerSourcePenalties: 5 s for each failure, in force from 15 s on. pvecm's ssh-copy-id causes one.
    for (const node of three) {
      const { stdout } = await exec(node, "journalctl -q -o cat -u ssh");
      assert.match(stdout, /^Accepted publickey for root/m);
      const failed = [
        ...stdout.matchAll(
          /^(?:Failed|Connection (?:closed|reset) by (?:authenticating|invalid)).* (\S+) port /gm,
        ),
      ].map(([, source]) => source);
      for (const source of new Set(failed))
        assert.ok(failed.filter((each) => each === source).length < 3, `${node}: ${failed.join(" ")}`);
    }
  });

  it("is reached although pmxcfs is down on a node, if root's own keys are", async () => {
    await exec("n2", "systemctl stop pve-cluster");
    const options = ["BatchMode=yes", "IdentitiesOnly=yes", `UserKnownHostsFile=${knownHostsFile}`];
    const flags = options.flatMap((option) => ["-o", option]);
    const login = ["ssh", "-i", privateKeyFile, ...flags, `root@${addresses["n2"] ?? ""}`];
    const { stdout, exitCode } = await inClient([...login, "cat /root/.ssh/authorized_keys"]);
    await exec("n2", "systemctl start pve-cluster");
    // The login works, but reads a link to nowhere.
    assert.deepEqual([stdout, exitCode], ["", 1]);
  });

  it("shows a change of its options as lines, and makes it on the running nodes without losing quorum", async () => {
    const changed = stack(three, { token: 4000, lastManStanding: false });
    const { stdout } = await preview(changed);
    assert.match(stdout, /\+ +token: 4000/);
    assert.equal(await cmap("n2", "totem.config_version"), "3");
    await quorateThrough(() => up(changed), three);
    for (const node of three) {
      assert.equal(await cmap(node, "totem.config_version"), "4");
      assert.equal(await cmap(node, "totem.token"), "4000");
    }
    await noChange(changed);
  });

  it("undoes a change by hand, and shows that before", async () => {
    await exec(
      "n2",
      "cd /etc/pve; sed 's/token: 4000/token: 5000/; s/config_version: .*/config_version: 9/' corosync.conf >c.new; mv c.new corosync.conf",
    );
    await waitFor(async () => (await cmap("n1", "totem.config_version")) === "9", { what: "its spread" });
    const wanted = stack(three, { token: 4000 });
    assert.match((await preview(wanted)).stdout, /^ +[+~] .*pve settle [0-9a-f]{12}\b/m);
    await up(wanted);
    assert.equal(await cmap("n3", "totem.token"), "4000");
    await noChange(wanted);
  });

  it("takes a fourth node in, and no member loses quorum", async () => {
    await quorateThrough(() => up(stack([...three, "n4"], { token: 4000 })), three);
    assert.deepEqual((await quorumState("n4"))?.members, [...three, "n4"]);
    await noChange(stack([...three, "n4"], { token: 4000 }));
  });

  it("sets a qdevice up for four nodes, and takes it away again; no member loses quorum", async () => {
    const four = [...three, "n4"];
    const qdevice = stack(four, { token: 4000, qdevice: { host: "q1" } }, { witnesses: ["q1"] });
    await quorateThrough(async () => {
      await up(qdevice);
      await awaitTotal("n3", 5);
      assert.ok((await quorumState("n3"))?.flags.includes("Qdevice"));
      await noChange(qdevice);
      await up(stack(four, { token: 4000 }, { witnesses: ["q1"] }));
    }, four);
    await awaitTotal("n3", 4);
  });

  it("removes it only when it's off", async () => {
    const without = stack(three, { token: 4000 });
    const refused = await tryUp(without);
    assert.notEqual(refused.exitCode, 0);
    assert.match(
      refused.errors,
      /n4 is to leave the cluster and still answers at 192\.0\.2\.\d+: shut it down first/,
    );
    assert.equal((await quorumState("n1"))?.members.length, 4);
    await crash("n4");
    const program = `urn:pulumi:lab::quorate::quorate:cluster:ProxmoxCluster$command:remote:Command::lab-n4`;
    await pulumi(["state", "delete", program, "--yes", "--force", "--target-dependents"]);
    await quorateThrough(() => up(without), three);
    for (const node of three) assert.deepEqual((await quorumState(node))?.members, three);
    assert.equal((await exec("n2", "ls /etc/pve/nodes")).stdout, three.join("\n"));
  });

  it("adds a second link to the running nodes without losing quorum", async () => {
    const linked = Object.fromEntries(
      three.map((node, index) => [node, { links: { 1: `198.51.100.${String(11 + index)}` } }]),
    );
    const wanted = stack(three, { token: 4000 }, { nodes: linked });
    await quorateThrough(() => up(wanted), three);
    await waitFor(
      async () =>
        /LINK ID 1[^]*nodeid: +2:[\t ]+connected/.test((await exec("n1", "corosync-cfgtool -s")).stdout),
      {
        what: "link 1",
      },
    );
    await noChange(wanted);
  });

  it("takes the link away without losing quorum, and keeps a VIP from the node of the smaller partition", async () => {
    const wanted = stack(three, { token: 4000 }, { vrrp: groups });
    await quorateThrough(() => up(wanted), three);
    for (const node of three)
      assert.doesNotMatch((await exec(node, "corosync-cfgtool -s")).stdout, /LINK ID 1/);
    await settleOn({ guarded: ["n1"], unguarded: ["n1"] });
    await noChange(wanted);
    await part(["n1"], ["n2", "n3"]);
    try {
      await settleOn({ guarded: ["n2"], unguarded: ["n1", "n2"] });
    } finally {
      await rejoin();
    }
    await settleOn({ guarded: ["n1"], unguarded: ["n1"] });
  });

  it("has corosync stopped on a node whose cable is pulled, and starts it by the next update", async () => {
    const nicWatchdog = { nodes: "n3", interface: "eth0", interval: "500ms", startDelay: "1s", misses: 2 };
    const wanted = stack(three, { token: 4000 }, { fencing: { nicWatchdog } });
    await up(wanted);
    await awaitLink("n3");
    await cut("n3");
    try {
      await waitFor(async () => (await quorumState("n3")) === undefined, {
        what: "corosync of n3 to stop",
      });
    } finally {
      await heal("n3");
    }
    await awaitLink("n3");
    assert.match((await preview(wanted)).stdout, /runs-nothing-not-\d+/);
    await up(wanted);
    assert.deepEqual((await quorumState("n3"))?.members, three);
    await noChange(wanted);
  });

  it("names a change that only a start takes up, and restarts one node at a time", async () => {
    const wanted = stack(three, { token: 4000, lastManStanding: true });
    assert.match((await preview(wanted)).stdout, /only a start of corosync takes up: .*last_man_standing: 1/);
    const samples = await sampledQuorum(three, () => up(wanted));
    const away = samples.filter(({ quorate }) => !quorate);
    // No two nodes are away at once: all moments within a second are of one node.
    for (const { node, time } of away)
      assert.deepEqual(
        away.filter((other) => other.node !== node && Math.abs(other.time - time) < 200),
        [],
      );
    for (const node of three) assert.ok((await quorumState(node))?.flags.includes("LastManStanding"), node);
    await noChange(wanted);
  });

  it("refuses a new node that would found a cluster of its own", async () => {
    const nodes = { ...Object.fromEntries(three.map((node) => [node, {}])), q1: { nodeId: 9 } };
    const wanted = stack([], { token: 4000, lastManStanding: true }, { nodes });
    // The witness passes for a node of Proxmox VE.
    await exec("q1", "ln -s /bin/true /usr/bin/pveversion");
    const { exitCode, errors } = await tryUp(wanted);
    assert.notEqual(exitCode, 0);
    assert.match(
      errors,
      /nodes\.q1 would found the cluster lab, .*but n1, n2, n3 are in it already: .*n1\.nodeId: 1/,
    );
  });
});
