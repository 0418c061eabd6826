import assert from "node:assert/strict";
import { boot, crash, cut, exec, heal, reboot, waitFor } from "../../lab";
import { first, heldBy, holders, login, nodes, settled, vips, web } from "../support/lab/probes";
import { mend } from "../support/lab/recovery";
import { continuity, quickerThan, sampled } from "../support/lab/sampling";
import { noChange, standardStack, up, withStack } from "../support/pulumi/labStack";
import { untilStatusSays } from "../support/lab/status";

async function run(node: string, line: string): Promise<void> {
  const { stderr, exitCode } = await exec(node, line);
  assert.equal(exitCode, 0, `${node}: ${line}: ${stderr}`);
}

/** The exit code of a node's check, with keepalived's own script and user. */
async function check(node: string, name: string): Promise<number> {
  const { exitCode } = await exec(node, [`/etc/keepalived/scripts/check_${name}.sh`], {
    user: "keepalived_script",
  });
  return exitCode;
}

describe("failover", () => {
  before(standardStack);
  afterEach(mend);

  it("moves the VIPs at power cuts, down to the last node, and back when the nodes return", async () => {
    await crash("n1");
    await heldBy("ui", "n2");
    await heldBy("ssh", "n2");
    await crash("n2");
    await heldBy("ui", "n3");
    await heldBy("ssh", "n3");
    // haproxy notices dead servers after three health checks, 2 s apart. Until then each server has its turn.
    const turns = async (): Promise<string[]> => {
      const logins: string[] = [];
      for (let turn = 0; turn < nodes.length; turn++) logins.push(await login(vips.ssh));
      return logins;
    };
    await waitFor(async () => (await turns()).every((node) => node === "n3"), {
      what: "all logins to go to the last node",
    });
    await Promise.all([boot("n1"), boot("n2")]);
    await settled();
  });

  it("is told by quorate status: the holders of addresses, a node without power, and its server", async () => {
    const stack = withStack();
    const { vips: held, servers, quorum } = await untilStatusSays(stack, []);
    assert.deepEqual(
      held.map(({ group, holders }) => [group, holders]),
      [
        ["ui", [first.ui]],
        ["ssh", [first.ssh]],
      ],
    );
    assert.ok(
      servers.length === 3 && servers.every(({ seen }) => seen.length === 3 && seen.every(({ up }) => up)),
    );
    assert.equal(quorum, null);
    await crash("n3");
    const { nodes: asked } = await untilStatusSays(stack, [
      /^node n3: 192\.0\.2\.13 doesn't answer on port 22 within 5 s$/,
      /^server ssh\/n3: DOWN \(L4TOUT\), as n1 and n2 see it$/,
    ]);
    assert.deepEqual(
      asked.map(({ unreachable }) => unreachable?.reason),
      [undefined, undefined, "no answer"],
    );
  });

  it("comes back by itself after all nodes lost power at once", async () => {
    await Promise.all(nodes.map(crash));
    assert.deepEqual(await holders(vips.ui), []);
    await Promise.all(nodes.map(boot));
    await settled();
    await noChange();
  });

  it("takes the VIP from a node whose cable is pulled, and gives it back", async () => {
    const samples = await sampled(async () => {
      await cut("n2");
      await heldBy("ssh", "n3");
      await heal("n2");
      await heldBy("ssh", "n2");
    });
    assert.deepEqual(
      continuity(samples, vips.ui),
      { atOnce: 1, gapMs: 0, holders: ["n1"] },
      "the other VIP moved, too",
    );
  });

  it("moves the VIP at once when keepalived is stopped in an orderly way", async () => {
    // The MASTER leaves with priority 0, so the BACKUP waits only for the skew time; RFC 3768 section 6.4.2.
    await quickerThan(2000, "nobody had the VIP", async () => {
      const samples = await sampled(async () => {
        await run("n1", "systemctl stop keepalived");
        assert.ok(!(await holders(vips.ui)).includes("n1"), "a stopped keepalived leaves its VIP behind");
        await heldBy("ui", "n2");
      });
      await run("n1", "systemctl start keepalived");
      await heldBy("ui", "n1");
      return continuity(samples, vips.ui).gapMs;
    });
  });

  it("moves each VIP when the process behind it dies, and no other VIP; SSH through it goes on", async () => {
    assert.deepEqual([await check("n1", "ui_pveproxy"), await check("n2", "ssh_haproxy")], [0, 0]);
    await Promise.all([
      run("n1", "systemctl kill --signal=KILL pveproxy"),
      run("n2", "systemctl stop haproxy"),
    ]);
    await Promise.all([heldBy("ui", "n2"), heldBy("ssh", "n3")]);
    assert.deepEqual([await check("n1", "ui_pveproxy"), await check("n2", "ssh_haproxy")], [1, 1]);
    assert.notEqual(await login(vips.ssh), "");
    const { stdout } = await exec("n2", "systemctl is-active haproxy");
    assert.equal(stdout, "inactive", "somebody started haproxy again, so the login proves nothing");
    await Promise.all([run("n1", "systemctl start pveproxy"), run("n2", "systemctl start haproxy")]);
    await settled();
  });

  it("does not hang on pidof, which on these nodes is another program's link", async () => {
    for (const node of nodes) {
      const { stdout } = await exec(node, 'readlink -f "$(command -v pidof)"');
      assert.match(stdout, /killall5$/, "the trap is gone; this test has lost its point");
      const { stdout: users } = await exec(node, "grep -rlE 'pidof|killall' /etc/keepalived");
      assert.equal(users, "");
    }
  });

  it("brings everything back when a node reboots", async () => {
    await reboot("n2");
    await settled();
    const { stdout } = await exec(
      "n2",
      "systemctl is-active keepalived haproxy rsyslog quorate-vrrp-firewall ssh",
    );
    assert.equal(stdout, "active\n".repeat(5).trim());
    const listeners = await exec("n2", "ss -Hltn 'sport = :22' | awk '{ print $4 }' | sort | tr '\\n' ' '");
    assert.equal(listeners.stdout, "127.0.0.1:22 192.0.2.101:22 192.0.2.12:22 ");
    assert.equal((await exec("n2", "sysctl -n net.ipv4.ip_nonlocal_bind")).stdout, "1");
    await noChange();
  });

  it("leaves the VIP where it is with nopreempt, and takes it back without", async () => {
    await up(({ vrrp }) => {
      vrrp.ui.nopreempt = true;
    });
    await heldBy("ui", first.ui);
    await run("n1", "systemctl stop pveproxy");
    await heldBy("ui", "n2");
    await run("n1", "systemctl start pveproxy");
    await waitFor(async () => (await check("n1", "ui_pveproxy")) === 0, {
      what: "pveproxy on n1",
    });
    const samples = await sampled(async () => {
      // n1 is fit again after two good checks, 2 s apart. The time of three adverts follows.
      await waitFor(async () => /Entering BACKUP/.test(await uiLog("n1")), {
        what: "n1 to be BACKUP",
      });
      await new Promise((resolve) => setTimeout(resolve, 3000));
    });
    assert.deepEqual(continuity(samples, vips.ui), { atOnce: 1, gapMs: 0, holders: ["n2"] });
    assert.equal(await web(vips.ui), "n2");
    await run("n2", "systemctl stop keepalived");
    await heldBy("ui", "n1");
    await run("n2", "systemctl start keepalived");
    await up();
    await settled();
  });
});

/** keepalived's last message about the instance ui. */
async function uiLog(node: string): Promise<string> {
  return (await exec(node, "journalctl -q -b -u keepalived -o cat | grep '(ui)' | tail -n 1")).stdout;
}
