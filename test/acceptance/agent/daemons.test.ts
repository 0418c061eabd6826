import assert from "node:assert/strict";
import { addresses, waitFor } from "../../../lab";
import { haproxy, keepalivedUnit, sshd, vrrp } from "../../support/agent/daemons";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { assertAsBefore, snapshot, type Snapshot } from "../../support/lab/snapshot";
import {
  apply,
  digestOf,
  install,
  remove,
  run,
  tryApply,
  tryRemove,
  uninstall,
} from "../../support/agent/verbs";

const [n1, n2, n3] = nodes;
const secrets = { auth_pass: "s3cr3t78" };
const vip = "192.0.2.177";

/** Directory of haproxy's log socket. haproxy's package makes it, and systemd makes the socket. */
const socket = "/var/lib/haproxy";
const withoutSocket = (snapshot: Snapshot): Snapshot =>
  Object.fromEntries(Object.entries(snapshot).filter(([path]) => !path.startsWith(socket)));

const sshdOf = (address: string) => [{ unit: "sshd", digest: digestOf(sshd(address)) }];

const byHand = "frontend mine\n  bind 127.0.0.1:4000\n  mode tcp\n  timeout client 1s\n";
const listensTo = (node: string): Promise<string> =>
  run(node, "ss -Hltn | awk '{ print $4 }' | grep -E ':(22|4000|4001)$' | sort");

describe("units of real daemons", () => {
  before(preparedNodes);

  it("leave nothing behind, in whatever order they go", async () => {
    const orders = [
      ["ui", "keepalived", "haproxy"],
      ["haproxy", "ui", "keepalived"],
      ["ui", "haproxy", "keepalived"],
    ];
    await Promise.all(
      nodes.map(async (node, index) => {
        const before = withoutSocket(await snapshot(node));
        await apply(node, keepalivedUnit);
        await apply(node, haproxy([`${vip}:4001`]));
        await apply(node, vrrp(100 - index, [vip]), { secrets });
        assert.match(
          await uninstall(node, "quorate/other/one"),
          /other stacks have this node, too, so quorate stays: quorate\/test\/demo/,
        );
        for (const unit of orders[index] ?? []) await remove(node, unit);
        assert.deepEqual(withoutSocket(await snapshot(node)), before);
      }),
    );
  });

  it("leave nothing behind if their stack goes, and doesn't know them", async () => {
    const [node] = nodes;
    await uninstall(node);
    const before = withoutSocket(await snapshot(node));
    await install(node);
    await apply(node, keepalivedUnit);
    await apply(node, haproxy([`${vip}:4001`]));
    await apply(node, vrrp(100, [vip]), { secrets });
    const said = await uninstall(node);
    for (const unit of ["haproxy", "keepalived", "ui"])
      assert.match(said, new RegExp(`^${unit}: removed$`, "m"));
    assert.deepEqual(withoutSocket(await snapshot(node)), before);
    await install(node);
  });

  it("give back a service that ran before, with the configuration written by hand", async () => {
    await run(
      n1,
      `apt-get -q -y install haproxy >/dev/null 2>&1; cat >/etc/haproxy/haproxy.cfg <<'END'\n${byHand}END\nsystemctl reload haproxy`,
    );
    const before = await snapshot(n1);
    assert.equal(await listensTo(n1), "0.0.0.0:22\n127.0.0.1:4000\n[::]:22");
    const pid = await run(n1, "systemctl show -P MainPID haproxy");
    const refused = await tryApply(n1, { ...haproxy([`${vip}:4001`]), existing: undefined });
    assert.match(refused.stderr, /haproxy.cfg is your file.*existing: replace.*the node is as it was before/);
    await assertAsBefore(n1, before);
    await apply(n1, haproxy([`${vip}:4001`]));
    assert.equal(await listensTo(n1), `0.0.0.0:22\n${vip}:4001\n[::]:22`);
    await remove(n1, "haproxy");
    assert.equal(await listensTo(n1), "0.0.0.0:22\n127.0.0.1:4000\n[::]:22");
    assert.equal(
      await run(n1, "systemctl show -P MainPID haproxy"),
      pid,
      "haproxy was restarted, which drops connections",
    );
    await assertAsBefore(n1, before);
  });

  it("fail if haproxy can't bind though its reload succeeds: its words, and the old one goes on", async () => {
    await apply(n1, haproxy([`${vip}:4001`]));
    const before = await snapshot(n1);
    const { exitCode, stderr } = await tryApply(n1, haproxy([`${vip}:4001`, "192.0.2.11:8006"]));
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /after 30 s this does not hold: listening 192\.0\.2\.177:4001 haproxy; the node is as it was before/,
    );
    assert.match(stderr, /cannot bind socket \(Address already in use\) for \[192\.0\.2\.11:8006\]/);
    await assertAsBefore(n1, before);
    assert.equal(await listensTo(n1), `0.0.0.0:22\n${vip}:4001\n[::]:22`);
  });

  it("listen on every address, of IPv6, too", async () => {
    await apply(n3, haproxy(["0.0.0.0:4001", "[::]:4000"]));
    await apply(n3, haproxy(["[::]:4001"]));
    await remove(n3, "haproxy");
  });

  it("say which line keepalived refuses", async () => {
    await apply(n2, keepalivedUnit);
    await apply(n2, vrrp(100, [vip]), { secrets });
    const { stderr } = await tryApply(n2, vrrp(100, [vip], "  nonsense 3\n"), { secrets });
    assert.match(stderr, /keepalived -t' refused the new files; the node is as it was before/);
    assert.match(stderr, /20-vrrp_instances-ui.conf: Line 14\) Unknown keyword 'nonsense'/);
    await waitFor(async () => (await addresses(n2)).includes(vip), { what: "n2 to hold the VIP" });
    await remove(n2, "ui");
    assert.equal(await run(n2, `ip -o addr | grep -c ${vip} || :`), "0", "a VIP stays on the node");
    await remove(n2, "keepalived");
    await uninstall(n2);
  });

  it("may need another unit, which then confirms that one's change", async () => {
    const requires = sshdOf("192.0.2.13");
    const before = await snapshot(n3);
    const early = await tryApply(n3, haproxy([`${vip}:22`]), { requires });
    assert.match(early.stderr, /unit sshd is not on this node, and this unit requires it/);
    await apply(n3, sshd("192.0.2.13"));
    await apply(n3, haproxy([`${vip}:22`]), { requires });
    assert.equal(await listensTo(n3), `192.0.2.13:22\n${vip}:22`);
    assert.equal(await remove(n3, "sshd"), "haproxy: removed\nsshd: removed");
    assert.deepEqual(withoutSocket(await snapshot(n3)), withoutSocket(before));
  });

  it("stay if sshd would get none of its addresses without them: its words, and logins go on", async () => {
    await apply(n3, sshd("192.0.2.13"));
    await apply(n3, haproxy([`${vip}:22`]), { requires: sshdOf("192.0.2.13") });
    await apply(n3, haproxy([`${vip}:22`]));
    const before = await snapshot(n3);
    const { exitCode, stderr } = await tryRemove(n3, "sshd");
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /unit sshd: without this unit no process would listen at 192\.0\.2\.13:22; the node is as it was before\n/,
    );
    assert.match(stderr, /error: Bind to port 22 on 0\.0\.0\.0 failed: Address already in use/);
    await assertAsBefore(n3, before);
    assert.equal(await listensTo(n3), `192.0.2.13:22\n${vip}:22`);
    await remove(n3, "haproxy");
    await remove(n3, "sshd");
    assert.equal(await listensTo(n3), "0.0.0.0:22\n[::]:22");
  });

  it("go when you gave sshd another port, and haproxy keeps the old one", async () => {
    await apply(n3, sshd("192.0.2.13"));
    await apply(n3, haproxy([`${vip}:22`]), { requires: sshdOf("192.0.2.13") });
    await apply(n3, haproxy([`${vip}:22`]));
    await run(n3, "echo 'Port 2222' >/etc/ssh/sshd_config.d/port.conf && systemctl restart ssh");
    assert.equal(await remove(n3, "sshd"), "sshd: removed");
    assert.equal(await run(n3, "ss -Hltn 'sport = 2222' | awk '{ print $4 }'"), "0.0.0.0:2222\n[::]:2222");
    await remove(n3, "haproxy");
    await run(n3, "rm /etc/ssh/sshd_config.d/port.conf && systemctl restart ssh");
  });
});
