import assert from "node:assert/strict";
import { exec, waitFor } from "../../../lab";
import { freshNodes, say, scrapNodes } from "../../support/agent/proxmoxNodes";
import { admit, conf, create, join, quorate, refused, settle } from "../../support/agent/proxmoxVerbs";
import { install, must } from "../../support/agent/verbs";

const nodes = ["p1", "p2", "p3"];
const onAll = (line: string): Promise<string[]> => Promise.all(nodes.map((node) => say(node, line)));
const resets = async (): Promise<string> =>
  (await onAll("cat /var/lib/pve-double/resets 2>/dev/null || :")).join("");
const state = async (): Promise<string> =>
  /"armed-state":"(\w+)"/.exec(await say("p1", "pvesh get /cluster/ha/status/current"))?.[1] ?? "";
const timers = (): Promise<string[]> => onAll("systemctl list-units --all -q 'quorate-ha*'");

/** A corosync in whose check of a new file something happens first. */
const during = (lines: string): string => `cat >/usr/local/sbin/corosync <<'E'
#!/bin/sh
case "$*" in
  "-t -c /etc/pve/corosync.conf") ;;
  "-t "*)
${lines}
    ;;
esac
exec /usr/sbin/corosync "$@"
E
chmod 755 /usr/local/sbin/corosync`;
/** p1 loses its link for longer than its watchdog waits. */
const outage = during(`
nft 'add table inet t; add chain inet t o { type filter hook output priority 0; }; add rule inet t o udp dport 5405 drop'
until corosync-quorumtool -s | grep -q '^Quorate: *No'; do sleep 0.2; done
sleep 4
nft delete table inet t
until corosync-quorumtool -s | grep -q '^Quorate: *Yes' && touch /etc/pve/back 2>/dev/null; do sleep 0.2; done`);

/** A change of corosync, with the token's milliseconds. */
const change = async (token: number): Promise<string> =>
  (await conf()).replace(/^ *token: .*\n/m, "").replace(/^( *)cluster_name: .*$/m, `$&\n$1token: ${token}`);

describe("a change of corosync under Proxmox's HA", () => {
  before(async () => {
    await freshNodes([...nodes, "p4"]);
    await Promise.all([...nodes, "p4"].map((node) => install(node)));
    await must(create());
    for (const node of ["p2", "p3"]) {
      await admit(node);
      await must(join(node));
    }
    await say("p1", "install -D /dev/null /etc/pve/nodes/p1/qemu-server/100.conf && ha-manager add vm:100");
    await onAll("echo 2 >/etc/pve-double/watchdog; systemctl start pve-ha-lrm pve-ha-crm");
    await say("p1", outage);
    await waitFor(async () => (await state()) === "armed", { what: "the HA manager" });
  });
  after(scrapNodes);

  it("resets a node that loses its link meanwhile, if HA isn't disarmed", async () => {
    await say("p1", "sed -i 's/^has_guests() {.*/has_guests() { false; }/' /var/lib/quorate/node.sh");
    await must(settle(await change(5000)));
    assert.match(await resets(), /would reset p1/);
    await onAll("rm -f /var/lib/pve-double/resets");
    await install("p1");
  });

  it("resets none with HA disarmed, and arms it again", async () => {
    await must(settle(await change(6000)));
    assert.equal(await resets(), "");
    assert.equal(await state(), "armed");
    assert.deepEqual(await timers(), ["", "", ""]);
  });

  it("resets none with HA's services stopped, where HA can't be disarmed", async () => {
    await onAll("touch /etc/pve-double/no-disarm");
    await must(settle(await change(7000)));
    assert.equal(await resets(), "");
    await onAll("systemctl is-active pve-ha-crm pve-ha-lrm; rm /etc/pve-double/no-disarm");
  });

  it("that changes nothing leaves HA alone, and one that fails arms it again", async () => {
    await say("p1", "rm /usr/local/sbin/corosync");
    await must(settle(await change(7000)));
    const off = "journalctl -q -o cat -u quorate-ha.timer";
    const before = await say("p2", off);
    await must(settle(await change(7000)));
    assert.equal(await say("p2", off), before);
    const broken = (await change(8000)).replace("192.0.2.33", "192.0.2.34");
    await refused(settle(broken), /can't change from 192\.0\.2\.33 to 192\.0\.2\.34/);
    assert.equal(await state(), "armed");
  });

  it("is a join, too", async () => {
    await admit("p4");
    await must(join("p4"));
    assert.match(
      await say("p2", "journalctl -q -o cat -u quorate-ha.timer | tail -n 1"),
      /Stopped|Deactivated/,
    );
    assert.equal(await state(), "armed");
    assert.deepEqual(await timers(), ["", "", ""]);
  });

  it("whose node dies half-way arms HA by a timer of the others", async () => {
    await say("p1", "sed -i 's/^ha_again_after=.*/ha_again_after=20/' /var/lib/quorate/node.sh");
    await say("p1", during("sleep 600"));
    const left = settle(await change(9000));
    await waitFor(async () => (await state()) === "disarmed", { what: "disarming" });
    await say("p1", "pkill -KILL -s $(cat /run/quorate/job.*/worker); rm /usr/local/sbin/corosync");
    assert.notEqual((await left).exitCode, 0);
    await waitFor(async () => (await state()) === "armed", { what: "arming by the timer" });
    await waitFor(async () => (await timers()).every((text) => text === ""), { what: "the timers' end" });
    assert.ok(await quorate("p1"));
    // The next change doesn't take HA for disarmed by you.
    await must(settle(await change(9000)));
    assert.equal((await exec("p1", "test -e /var/lib/quorate/pve/ha")).exitCode, 1);
  });

  describe("maintenance", () => {
    const program = (wanted: string) => `sh /var/lib/quorate/node.sh maintenance ${wanted}`;
    const agent = async () =>
      /"status":"p2 \(([a-z ]+)/.exec(await say("p1", "pvesh get /cluster/ha/status/current"))?.[1];

    before(async () => {
      const unit = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n";
      await say(
        "p2",
        `printf '${unit}' >/etc/systemd/system/keepalived.service; systemctl enable -q --now keepalived`,
      );
    });

    it("takes keepalived's addresses first, then the guests, and gives both back", async () => {
      await say("p2", program("on"));
      assert.equal(await agent(), "maintenance mode");
      assert.equal((await exec("p2", "systemctl is-active keepalived")).stdout.trim(), "inactive");
      await say("p2", program("off"));
      assert.equal(await agent(), "active");
      assert.equal((await exec("p2", "systemctl is-active keepalived")).stdout.trim(), "active");
    });

    it("is refused without a majority of the others, those in maintenance not counted, before any change", async () => {
      await say("p3", program("on"));
      await say("p2", "sed -i 's/^majority_within=.*/majority_within=1/' /var/lib/quorate/node.sh");
      await refused(exec("p2", program("on")), /without this node and those in maintenance already \(1\)/);
      assert.equal((await exec("p2", "systemctl is-active keepalived")).stdout.trim(), "active");
      await say("p3", program("off"));
    });
  });
});
