import assert from "node:assert/strict";
import { configured, demo, file, installDemo, loaded, loads } from "../../support/agent/demo";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { assertAsBefore, difference, snapshot, type Snapshot } from "../../support/lab/snapshot";
import { apply, facts, digestOf, remove, run, uninstall } from "../../support/agent/verbs";

const node = nodes[0];

describe("a unit on a node", () => {
  let untouched: Snapshot;

  before(async () => {
    await preparedNodes();
    await installDemo(node);
    untouched = await snapshot(node);
  });

  it("is applied: files, modes, owners, directories, users, sysctls, and the service runs it", async () => {
    assert.match(await apply(node, demo("one")), /demo: applied/);
    const described = await run(
      node,
      "stat -c '%a %U:%G %F %n' /etc/demo/demo.conf /etc/demo/d /etc/demo/d/* /etc/demo/new/deep /etc/demo/new/deep/*",
    );
    assert.deepEqual(described.split("\n"), [
      "600 root:root regular file /etc/demo/demo.conf",
      "750 root:demo_user directory /etc/demo/d",
      "640 root:demo_user regular file /etc/demo/d/one.list",
      "755 root:root directory /etc/demo/new/deep",
      "755 root:root regular file /etc/demo/new/deep/more.conf",
    ]);
    assert.match(await run(node, "getent passwd demo_user"), /Demo user:\/nonexistent:.*nologin$/);
    assert.equal(await run(node, "sysctl -n net.ipv4.ip_nonlocal_bind"), "1");
    assert.equal(await loaded(node), "one\nleft alone");
    assert.deepEqual(await loads(node), ["start", "reload"]);
    const { units } = await facts(node);
    assert.deepEqual([...units.keys()], ["demo"]);
    const { digest, held, drift } = units.get("demo") ?? {};
    assert.deepEqual({ digest, held, drift }, { digest: digestOf(demo("one")), held: false, drift: [] });
  });

  it("unchanged, changes nothing at all: no file, no reload, no restart", async () => {
    const [once, pid] = [await snapshot(node), await run(node, "systemctl show -P MainPID demo")];
    await apply(node, demo("one"));
    await assertAsBefore(node, once);
    assert.equal(await run(node, "systemctl show -P MainPID demo"), pid);
    assert.deepEqual(await loads(node), ["start", "reload"]);
  });

  it("changed, changes what differs and no more, by one reload", async () => {
    const [once, pid] = [await snapshot(node), await run(node, "systemctl show -P MainPID demo")];
    const next = demo("two");
    await apply(node, { ...next, files: [...next.files.slice(0, 2), ...demo("one").files.slice(2)] });
    const changed = Object.keys(difference(once, await snapshot(node)));
    assert.deepEqual(changed, ["/etc/demo/d/one.list", "/etc/demo/d/two.list", "/etc/demo/demo.conf"]);
    assert.equal(await run(node, "systemctl show -P MainPID demo"), pid);
    assert.deepEqual(await loads(node), ["start", "reload", "reload"]);
    assert.equal(await loaded(node), await configured(node));
  });

  it("lets go of a service, a sysctl and a file that a change drops", async () => {
    const own = file("/etc/demo/only.list", "quorate's\n");
    await apply(
      node,
      demo("two", { name: "demo", services: [], sysctls: [], verifications: [], files: [own] }),
    );
    assert.equal(await run(node, "cat /etc/demo/demo.conf"), "by hand");
    assert.equal(await loaded(node), "by hand\nleft alone", "the service runs with files that are gone");
    assert.equal(await run(node, "sysctl -n net.ipv4.ip_nonlocal_bind"), "0");
    await apply(node, demo("three"));
    assert.equal(await loaded(node), "three\nleft alone");
  });

  it("removed, leaves the node as it was, the service with its old configuration", async () => {
    await remove(node, "demo");
    assert.equal(await loaded(node), "by hand\nleft alone");
    await assertAsBefore(node, untouched);
    assert.match(await remove(node, "demo"), /demo: not here/);
    await uninstall(node);
    assert.equal(
      await run(node, "ls -d /var/lib/quorate /run/quorate /etc/systemd/system/quorate* 2>/dev/null || :"),
      "",
    );
  });
});
