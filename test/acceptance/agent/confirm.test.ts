import assert from "node:assert/strict";
import { sshd } from "../../support/agent/daemons";
import { blank, file } from "../../support/agent/demo";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { assertAsBefore, snapshot, type Snapshot } from "../../support/lab/snapshot";
import { apply, digestOf, facts, remove, run, tryApply, tryUninstall, verb } from "../../support/agent/verbs";

const [node] = nodes;

const listeners = (): Promise<string> => run(node, "ss -Hltn 'sport = 22' | awk '{ print $4 }'");
const timer = (): Promise<string> => run(node, "systemctl show -P ActiveState quorate-confirm-sshd.timer");

/** A unit that arrives over a later connection than the sshd unit. */
const later = { ...blank, name: "later", files: [file("/etc/later.conf", "x\n")] };
const requires = [{ unit: "sshd", digest: digestOf(sshd("127.0.0.1")) }];

describe("a change that must be confirmed", () => {
  let untouched: Snapshot;
  before(async () => {
    await preparedNodes();
    untouched = await snapshot(node);
  });

  it("is made, and a timer waits to undo it within five minutes", async () => {
    await apply(node, sshd("127.0.0.1"));
    assert.equal(await listeners(), "127.0.0.1:22");
    assert.equal(await timer(), "active");
    const left = await run(node, "systemctl list-timers --no-legend quorate-confirm-sshd.timer");
    assert.match(left, /(4min \d+s|5min)( left)? /);
    assert.equal((await facts(node)).units.size, 0, "it counts as applied before a login confirmed it");
  });

  it("is undone when the time is over", async () => {
    await verb(node, "expire sshd");
    assert.equal(await listeners(), "0.0.0.0:22\n[::]:22");
    await assertAsBefore(node, untouched);
    assert.equal(await timer(), "inactive");
    assert.match(await run(node, "systemctl cat quorate-confirm-sshd.timer 2>&1 || :"), /No files found/);
  });

  it("is undone when a unit that needs it doesn't come, which then is refused", async () => {
    const { exitCode, stderr } = await tryApply(node, later, { requires });
    assert.deepEqual(
      [exitCode, /no login confirmed it in time; run the update again/.test(stderr)],
      [1, true],
      stderr,
    );
    await assertAsBefore(node, untouched);
  });

  it("is kept when a unit that needs it comes; the timer goes, and is of no effect", async () => {
    await apply(node, sshd("127.0.0.1"));
    await apply(node, later, { requires });
    assert.equal(await timer(), "inactive");
    assert.equal((await verb(node, "expire sshd")).exitCode, 0);
    assert.equal(await listeners(), "127.0.0.1:22");
    assert.deepEqual([...(await facts(node)).units.keys()], ["later", "sshd"]);
  });

  it("changed again before it was confirmed, goes back as far as the confirmed one", async () => {
    const confirmed = await snapshot(node);
    await apply(node, sshd("192.0.2.11"));
    assert.equal(await listeners(), "192.0.2.11:22");
    await apply(node, sshd("0.0.0.0"));
    assert.equal(await listeners(), "0.0.0.0:22");
    assert.equal(await timer(), "active");
    await verb(node, "expire sshd");
    assert.equal(await listeners(), "127.0.0.1:22");
    await assertAsBefore(node, confirmed);
  });

  it("outlives other changes while it waits", async () => {
    const other = { ...blank, name: "other", files: [file("/etc/other.conf", "x\n")] };
    await apply(node, sshd("192.0.2.11"));
    await apply(node, other);
    await remove(node, "other");
    assert.equal((await verb(node, "recover")).exitCode, 0);
    assert.equal(await listeners(), "192.0.2.11:22");
    assert.equal(await timer(), "active");
  });

  it("unchanged, needs no confirmation", async () => {
    await apply(node, later, { requires });
    await apply(node, sshd("192.0.2.11"));
    assert.equal(await timer(), "inactive");
    assert.deepEqual((await facts(node)).units.get("sshd")?.digest, digestOf(sshd("192.0.2.11")));
  });

  it("is undone by the removal of its unit, and by the removal of the program", async () => {
    await remove(node, "later");
    await remove(node, "sshd");
    await assertAsBefore(node, untouched);
    await apply(node, sshd("127.0.0.1"));
    assert.match(await remove(node, "sshd"), /sshd: not here/);
    await assertAsBefore(node, untouched);
    await apply(node, sshd("127.0.0.1"));
    assert.deepEqual(await tryUninstall(node), { stdout: "sshd: not here", stderr: "", exitCode: 0 });
    assert.equal(await listeners(), "0.0.0.0:22\n[::]:22");
    assert.equal(
      await run(
        node,
        "systemctl list-units --all --no-legend 'quorate*'; ls -d /etc/ssh/sshd_config.d/*only* 2>/dev/null || :",
      ),
      "",
    );
  });
});
