import assert from "node:assert/strict";
import {
  addresses,
  boot,
  cut,
  exec,
  heal,
  inClient,
  lanNamespace,
  must,
  sample,
  waitFor,
} from "../../../lab";
import type { NicWatchdogInput } from "../../../model";
import { assertAsBefore, type Snapshot, snapshot } from "../../support/lab/snapshot";
import { run } from "../../support/agent/verbs";
import { pulumi } from "../../support/pulumi/labStack";
import { allQuorate } from "../../support/corosync/events";
import { quorateThrough } from "../../support/corosync/liveChange";
import {
  type Configuration,
  freshLab,
  noChange,
  preview,
  tryUp,
  up,
} from "../../support/corosync/corosyncStack";
import { quorumState } from "../../support/corosync/state";
import { awaitLink, lookWith, lookWithoutLink, missesOf, wordsOf } from "../../support/corosync/watchdog";

const nodes = ["n1", "n2"];
const vip = "192.0.2.100";
const misses = 6;

/** Two nodes; n2 has the VIP and the watchdog. */
const stack = (watchdog: NicWatchdogInput = {}): Configuration => ({
  nodes: { n1: {}, n2: {} },
  quorum: {},
  vrrp: { ui: { virtualRouterId: 51, virtualIpaddress: [`${vip}/24`], order: ["n2", "n1"] } },
  fencing: {
    nicWatchdog: { interface: "eth0", nodes: "n2", interval: "500ms", startDelay: "1s", misses, ...watchdog },
  },
});

const running = async (node: string): Promise<string> =>
  (await exec(node, "systemctl is-active keepalived corosync")).stdout.replace(/\s+/g, " ");

const awaitServices = (states: string): Promise<unknown> =>
  waitFor(async () => (await running("n2")) === states, { what: `n2 to be ${states}` });

/** The node that answers at the VIP. */
const answers = async (): Promise<string> =>
  (await inClient(["curl", "-sk", "--max-time", "20", `https://${vip}:8006/`])).stdout;

const awaitHolder = (node: string): Promise<unknown> =>
  waitFor(async () => (await addresses(node)).includes(vip), {
    what: `${node} to hold the VIP`,
  });

/** Plugs n2's cable in, starts its services, and waits until the watchdog sees the link. */
async function whole(): Promise<void> {
  await heal("n2");
  await allQuorate(nodes);
  await awaitHolder("n2");
  await awaitLink("n2");
}

/** The cable of n2's second network. */
const second = (state: "up" | "down"): Promise<string> =>
  must(["ip", "-n", lanNamespace, "link", "set", "n2-2", state]);

const timerSince = (): Promise<string> =>
  run("n2", "systemctl show -p ActiveEnterTimestampMonotonic quorate-nic-watchdog.timer");

describe("the NIC watchdog of one of two nodes", () => {
  const untouched = new Map<string, Snapshot>();

  before(async () => {
    await freshLab();
    for (const node of nodes) untouched.set(node, await snapshot(node));
    await up(stack());
    await whole();
  });

  it("does nothing when the link is away for less than its misses", async () => {
    await lookWithoutLink("n2", misses - 1);
    await whole();
    assert.equal(await running("n2"), "active active");
    assert.deepEqual(await wordsOf("n2", "-act"), []);
    assert.equal((await wordsOf("n2", "")).at(-1), `eth0: up again after ${String(misses - 1)} misses`);
  });

  it("does nothing when the look fails for any other reason, not even without a link", async () => {
    const nothing = "eth0: the look failed, and not for want of a link; nothing is done";
    const acts = async (): Promise<number> => (await wordsOf("n2", "-act")).length;
    for (const broken of [
      "ExecStart=\nExecStart=/bin/false",
      "ExecStart=\nExecStart=/bin/no-such-program",
      "DynamicUser=no\nUser=no-such-user",
      "ExecStart=\nExecStart=/bin/sleep 60\nTimeoutStartSec=500ms",
    ]) {
      await lookWith("n2", broken);
      await cut("n2");
      const until = (await acts()) + misses;
      await waitFor(async () => (await acts()) >= until, { what: `looks to fail: ${broken}` });
      assert.equal(await running("n2"), "active active", broken);
    }
    assert.deepEqual([...new Set(await wordsOf("n2", "-act"))], [nothing]);
    await heal("n2");
    await lookWith("n2", "");
    await whole();
  });

  it("stops the cluster's services in time when the cable is pulled, and the other node goes on", async () => {
    const sampling = await sample(nodes);
    let pulled = 0;
    let stopped = 0;
    await quorateThrough(async () => {
      pulled = Date.now();
      await cut("n2");
      await awaitServices("inactive inactive");
      stopped = Date.now();
      await awaitHolder("n1");
      await waitFor(async () => (await quorumState("n1"))?.members.join() === "n1", {
        what: "n1 to be alone",
      });
    }, ["n1"]);
    const samples = await sampling.stop();
    // About 5 s on an idle machine.
    assert.ok(stopped - pulled < 30_000, `it took ${String(stopped - pulled)} ms`);
    const last = samples.filter(({ time }) => time > stopped);
    assert.ok(!last.some((each) => each.addresses["n2"]?.includes(vip)), "n2 kept the VIP");
    assert.match(await answers(), /^<title>n1 /);
    const alone = await quorumState("n1");
    assert.deepEqual([alone?.quorate, alone?.members], [true, ["n1"]]);
    assert.deepEqual((await wordsOf("n2", "-act")).slice(-2), [
      "eth0: down for 6 looks: stopping keepalived",
      "eth0: down for 6 looks: stopping corosync",
    ]);
    // The node has no haproxy.
    assert.equal(await run("n2", "systemctl show -p Result quorate-nic-watchdog-act"), "Result=success");
  });

  it("stops them again as long as the cable is out, and an update says that the node doesn't answer", async () => {
    const before = (await wordsOf("n2", "-act")).length;
    // The stop may overtake the start.
    await exec("n2", "systemctl start corosync");
    await waitFor(async () => (await wordsOf("n2", "-act")).length > before, {
      what: "corosync to be stopped again",
    });
    await awaitServices("inactive inactive");
    const { exitCode, errors, stderr } = await tryUp(stack());
    assert.notEqual(exitCode, 0);
    assert.match(errors + stderr, /n2: 192\.0\.2\.12 doesn't answer.*\nNothing was changed/);
  });

  it("leaves them stopped when the cable is in again, until the next update", async () => {
    await heal("n2");
    await awaitLink("n2");
    assert.equal(await running("n2"), "inactive inactive");
    assert.match((await preview(stack())).stdout, /corosync-n2/);
    await up(stack());
    await whole();
    await noChange(stack());
  });

  it("takes up another interface by a restart of its timer, and nothing else", async () => {
    const since = await timerSince();
    const { steps } = await up(stack({ interface: "eth1" }));
    assert.deepEqual(
      steps.map(({ name }) => name),
      ["nic-watchdog-n2"],
    );
    assert.notEqual(await timerSince(), since);
    await noChange(stack({ interface: "eth1" }));
  });

  it("gives the VIP up on a network that is well, and lets no update bring the services back meanwhile", async () => {
    await awaitLink("n2");
    await second("down");
    try {
      await awaitServices("inactive inactive");
      await awaitHolder("n1");
      const { exitCode, errors, stderr } = await tryUp(stack({ interface: "eth1" }));
      assert.notEqual(exitCode, 0);
      assert.match(
        errors + stderr,
        /the NIC watchdog keeps these nodes out of service:\n +n2: no link at eth1\nNothing was changed/,
      );
      const { stdout, stderr: warnings } = await preview(stack({ interface: "eth1" }));
      assert.match(stdout + warnings, /n2: no link at eth1/);
      assert.equal(await running("n2"), "inactive inactive");
    } finally {
      await second("up");
    }
    await awaitLink("n2");
  });

  it("powers the node off when its cable is pulled, but not when it boots without a link", async () => {
    const off = (): Promise<boolean> =>
      exec("n2", "true").then(
        () => false,
        () => true,
      );
    await up(stack({ action: "poweroff" }));
    await whole();
    await quorateThrough(async () => {
      await cut("n2");
      await waitFor(off, { what: "n2 to power itself off" });
      await awaitHolder("n1");
    }, ["n1"]);
    await boot("n2");
    const looks = new Set<string>();
    const began = "systemctl show -p ExecMainStartTimestampMonotonic quorate-nic-watchdog.service";
    await waitFor(async () => looks.add(await run("n2", began)).size > misses + 3, {
      what: "the watchdog to look",
    });
    assert.equal(await missesOf("n2"), "unseen");
    assert.deepEqual(await wordsOf("n2", ""), [
      "eth0: not up since the node booted; nothing is done until it was",
    ]);
    assert.deepEqual(await wordsOf("n2", "-act"), []);
    await whole();
  });

  it("is refused on a node without the interface, with the interfaces that it has", async () => {
    const since = await timerSince();
    const { exitCode, errors } = await tryUp(stack({ interface: "vmbr1" }));
    assert.notEqual(exitCode, 0);
    assert.match(errors, /n2: unit nic-watchdog: .* refused the new files; the node is as it was before/);
    assert.match(errors, /Device "vmbr1" does not exist\.[^]*eth0@/);
    assert.equal(await timerSince(), since);
  });

  it("goes first in a destroy, which leaves nothing of it", async () => {
    await lookWithoutLink("n2", 1);
    const { exitCode, stdout, stderr } = await pulumi(["destroy", "--yes", "--skip-preview"]);
    assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
    assert.equal(await run("n2", "ls -d /run/quorate-nic* /run/private/* 2>/dev/null || :"), "");
    assert.equal(await run("n2", "systemctl list-units --all --no-legend '*nic-watchdog*'"), "");
    const sessions = async (): Promise<string[]> =>
      Promise.all(nodes.map((node) => run(node, "systemctl list-units --no-legend 'user@*'")));
    // The processes of a login end 10 s after it.
    await waitFor(async () => (await sessions()).join("") === "", {
      what: "the sessions to end",
    });
    for (const node of nodes) await assertAsBefore(node, untouched.get(node) ?? {});
  });
});
