import assert from "node:assert/strict";
import { statusSchema } from "../../cli/operator/status/schema";
import { boot, crash, down, exec, waitFor } from "../../lab";
import { conf, join, admit, quorate as isQuorate, refused, settle } from "../support/agent/proxmoxVerbs";
import { install, must } from "../support/agent/verbs";
import {
  armedState,
  awaitGuest,
  freshNodes,
  haStatus,
  nodes,
  onAll,
  quorate,
  runsOn,
  say,
} from "../support/proxmox/haStack";
import { type Edit, environment, tryUp } from "../support/pulumi/labStack";

const resets = async (): Promise<string> =>
  (await onAll("cat /var/lib/pve-double/resets 2>/dev/null || :")).join("");
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
/** n1 loses its links for longer than its watchdog waits. */
const outage = during(`
nft 'add table inet t; add chain inet t o { type filter hook output priority 0; }; add rule inet t o udp dport 5405-5412 drop'
until corosync-quorumtool -s | grep -q '^Quorate: *No'; do sleep 0.2; done
sleep 4
nft delete table inet t
until corosync-quorumtool -s | grep -q '^Quorate: *Yes' && touch /etc/pve/back 2>/dev/null; do sleep 0.2; done`);

/** A change of corosync, with the token's milliseconds. */
const change = async (token: number): Promise<string> =>
  (await conf("n1"))
    .replace(/^\s*token: .*\n/m, "")
    .replace(/^(\s*)cluster_name: .*$/m, `$&\n$1token: ${token}`);
const changed = async (token: number): Promise<string> => must(settle(await change(token), "n1"));

describe("HA on nodes of Proxmox VE, by examples/three-nodes-ha", () => {
  let stack: Edit;

  before(async () => {
    stack = await freshNodes();
  });
  after(down); // other tests can't use these nodes

  describe("a guest", () => {
    it("starts, once an update made the cluster and put it under HA", async () => {
      const { exitCode, errors } = await tryUp(stack, [], { env: environment });
      assert.equal(exitCode, 0, errors);
      await awaitGuest("n1", "n2");
      assert.match(await say("n2", "ha-manager status"), /^master n\d \(active, /m);
    });

    it("starts on the next node when its node loses power, and is back when the node is", async () => {
      await crash("n1");
      await awaitGuest("n2", "n2");
      await boot("n1");
      await awaitGuest("n1", "n2");
      assert.deepEqual(await Promise.all(nodes.map(runsOn)), [true, false, false]);
    });
  });

  describe("a change of corosync", () => {
    before(async () => {
      await install("n4");
      await onAll("echo 2 >/etc/pve-double/dry-watchdog");
      await say("n1", outage);
      await waitFor(async () => (await armedState()) === "armed", { what: "the HA manager" });
    });

    it("resets a node that loses its link meanwhile, if HA isn't disarmed", async () => {
      await say("n1", "sed -i 's/^has_guests() {.*/has_guests() { false; }/' /var/lib/quorate/node.sh");
      await changed(5000);
      assert.match(await resets(), /would reset n1/);
      await onAll("rm -f /var/lib/pve-double/resets");
      await install("n1");
    });

    it("resets none with HA disarmed, and arms it again", async () => {
      await changed(6000);
      assert.equal(await resets(), "");
      assert.equal(await armedState(), "armed");
      assert.deepEqual(await timers(), ["", "", ""]);
    });

    it("resets none with HA's services stopped, where HA can't be disarmed", async () => {
      await onAll("touch /etc/pve-double/no-disarm");
      await changed(7000);
      assert.equal(await resets(), "");
      await onAll("systemctl is-active pve-ha-crm pve-ha-lrm; rm /etc/pve-double/no-disarm");
    });

    it("that changes nothing leaves HA alone, and one that fails arms it again", async () => {
      await say("n1", "rm /usr/local/sbin/corosync");
      await changed(7000);
      const off = "journalctl -q -o cat -u quorate-ha.timer";
      const before = await say("n2", off);
      await changed(7000);
      assert.equal(await say("n2", off), before);
      const broken = (await change(8000)).replace("192.0.2.13", "192.0.2.15");
      await refused(settle(broken, "n1"), /can't change from 192\.0\.2\.13 to 192\.0\.2\.15/);
      assert.equal(await armedState(), "armed");
    });

    it("is a join, too", async () => {
      await admit("n4", "n1");
      await must(join("n4", "n1", { cluster: "pve", links: { 0: "192.0.2.14", 1: "198.51.100.14" } }));
      assert.match(
        await say("n2", "journalctl -q -o cat -u quorate-ha.timer | tail -n 1"),
        /Stopped|Deactivated/,
      );
      assert.equal(await armedState(), "armed");
      assert.deepEqual(await timers(), ["", "", ""]);
    });

    it("whose node dies half-way arms HA by a timer of the others", async () => {
      await say("n1", "sed -i 's/^ha_again_after=.*/ha_again_after=20/' /var/lib/quorate/node.sh");
      await say("n1", during("sleep 600"));
      const left = settle(await change(9000), "n1");
      await waitFor(async () => (await armedState()) === "disarmed", { what: "disarming" });
      await say("n1", "pkill -KILL -s $(cat /run/quorate/job.*/worker); rm /usr/local/sbin/corosync");
      assert.notEqual((await left).exitCode, 0);
      await waitFor(async () => (await armedState()) === "armed", { what: "arming by the timer" });
      await waitFor(async () => (await timers()).every((text) => text === ""), { what: "the timers' end" });
      assert.ok(await isQuorate("n1"));
      // The next change doesn't take HA for disarmed by you.
      await changed(9000);
      assert.equal((await exec("n1", "test -e /var/lib/quorate/pve/ha")).exitCode, 1);
    });

    it("whose node loses power half-way arms HA when the node is back, before the timers of the others", async () => {
      await install("n1");
      await say("n1", during("sleep 600"));
      const left = settle(await change(10_000), "n1").catch(() => undefined);
      await waitFor(async () => (await armedState()) === "disarmed", { what: "disarming" });
      await crash("n1");
      await left;
      assert.equal(await armedState(), "disarmed");
      await boot("n1");
      await waitFor(async () => (await armedState()) === "armed", { what: "arming after the boot" });
      await waitFor(async () => (await exec("n1", "test -e /var/lib/quorate/pve/ha")).exitCode === 1, {
        what: "the end of the recovery",
      });
      assert.deepEqual(await timers(), ["", "", ""]);
      await say("n1", "rm /usr/local/sbin/corosync");
    });
  });

  describe("quorate maintenance", () => {
    const agent = async (node: string): Promise<string> =>
      (await haStatus<{ node: string; status: string }>("lrm")).find((each) => each.node === node)?.status ??
      "";
    const keepalived = async (node: string): Promise<string> =>
      (await exec(node, "systemctl is-active keepalived")).stdout.trim();
    const maintenance = async (...words: string[]): Promise<string> =>
      must(quorate(["maintenance", ...words], stack));

    before(async () => {
      const unit = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n";
      const lines = `printf '${unit}' >/etc/systemd/system/keepalived.service; systemctl enable -q --now keepalived`;
      await Promise.all(["n1", "n2"].map((node) => say(node, lines)));
      await awaitGuest("n1", "n2");
    });

    it("takes keepalived's addresses first, then the guests, and gives both back", async () => {
      assert.match(
        await maintenance("on", "n1"),
        /has given its addresses[^]*keeps its guests on other nodes/,
      );
      assert.match(await agent("n1"), /\(maintenance mode/);
      assert.equal(await keepalived("n1"), "inactive");
      assert.equal(await runsOn("n1"), false);
      const { ha } = statusSchema.parse(JSON.parse((await quorate(["status", "--json"], stack)).stdout));
      assert.deepEqual([ha?.state, ha?.nodes["n1"]], ["armed", "maintenance"]);
      assert.deepEqual(ha?.guests, [{ guest: "vm:100", node: "n2", state: "started", wanted: "started" }]);
      assert.match(await maintenance("off", "n1"), /HA may run guests here[^]*keepalived runs/);
      assert.doesNotMatch(await agent("n1"), /maintenance/);
      assert.equal(await keepalived("n1"), "active");
      await awaitGuest("n1", "n2");
    });

    it("is refused without a majority of the others, those in maintenance not counted, before any change", async () => {
      const program = (wanted: string) => `sh /var/lib/quorate/node.sh maintenance ${wanted}`;
      await say("n3", program("on"));
      await say("n2", "sed -i 's/^majority_within=.*/majority_within=1/' /var/lib/quorate/node.sh");
      await refused(exec("n2", program("on")), /without this node and those in maintenance already \(1\)/);
      assert.equal(await keepalived("n2"), "active");
      await say("n3", program("off"));
    });
  });
});
