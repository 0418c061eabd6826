import assert from "node:assert/strict";
import { exec, waitFor } from "../../../lab";
import { createCluster } from "../../../agent/proxmox";
import { freshNodes, run, say, scrapNodes } from "../../support/agent/proxmoxNodes";
import { create, membership, refused } from "../../support/agent/proxmoxVerbs";
import { install } from "../../support/agent/verbs";

describe("a creation of a cluster of Proxmox nodes is refused before any change for", () => {
  before(async () => {
    await freshNodes(["p1"]);
    await install("p1");
  });
  after(scrapNodes);

  it("a name that resolves to something else than the fixed address (pmxcfs wouldn't start)", async () => {
    await say("p1", "sed -i 's/^192.0.2.31 p1/127.0.1.1 p1/' /etc/hosts");
    await refused(
      create(),
      /the name p1 resolves to 127\.0\.1\.1, not to its fixed address 192\.0\.2\.31: write/,
    );
    await say("p1", "sed -i 's/^127.0.1.1 p1/192.0.2.31 p1/' /etc/hosts");
  });

  it("a name that resolves to nothing", async () => {
    await say("p1", "sed -i 's/^192.0.2.31 p1/#&/' /etc/hosts");
    await refused(create(), /the name p1 resolves to \S+, not to its fixed address 192\.0\.2\.31: write/);
    await say("p1", "sed -i 's/^#192.0.2.31 p1/192.0.2.31 p1/' /etc/hosts");
  });

  it("another name than the node's own, by which pvecm calls it", async () => {
    const outcome = run("p1", createCluster(false, { ...membership("p1"), node: "pve-a" }));
    await refused(
      outcome,
      /this node is called p1, and pvecm will call it so: write cluster\.nodes\.p1, not pve-a/,
    );
  });

  it("an address for a link that the node doesn't have (pvecm would take it)", async () => {
    const outcome = run("p1", createCluster(false, { ...membership("p1"), links: { 0: "192.0.2.99" } }));
    await refused(outcome, /link0 has the address 192\.0\.2\.99, which is on none of this node's interfaces/);
  });

  it("a port of corosync's that is taken", async () => {
    await say("p1", "systemd-run -q --unit taker socat -u UDP-LISTEN:5405 STDOUT");
    await waitFor(async () => (await exec("p1", "ss -Hlun sport = :5405")).stdout !== "", {
      what: "socat",
    });
    await refused(
      create(),
      /UDP port 5405 and up belong to corosync, but other processes have them: .*socat/,
    );
    await say("p1", "systemctl stop taker");
  });

  it("traces of another cluster", async () => {
    await say("p1", "install -D /dev/null /etc/corosync/authkey");
    await refused(create(), /\/etc\/corosync\/authkey is here, so this node was in a cluster/);
    await say("p1", "rm /etc/corosync/authkey");
  });

  it("and leaves no trace", async () => {
    assert.equal((await run("p1", "ls /etc/pve/corosync.conf /etc/corosync/corosync.conf")).stdout, "");
  });
});
