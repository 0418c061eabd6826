import assert from "node:assert/strict";
import { parseCluster, parseNicWatchdog, parseQuorum } from "../../model";
import { type Declared, violations } from "../support/policy/pack";

const cluster = (count: number) =>
  parseCluster({
    name: "lab",
    platform: "debian",
    ssh: { hostKeys: "known_hosts" },
    networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
    nodes: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `n${String(index + 1)}`,
        { address: `192.0.2.${String(index + 11)}` },
      ]),
    ),
  });

const two = cluster(2);
const proxmoxCluster = (model = two): Declared => ({
  type: "quorate:cluster:ProxmoxCluster",
  name: "lab",
  inputs: { name: "lab", model },
});

/** The watchdog, as the component registers itself. */
const watchdog = (name: string, config: object, of = "lab", model = two): Declared => ({
  type: "quorate:fencing:NicWatchdog",
  name,
  inputs: { ...config, watchdog: parseNicWatchdog(config, model), cluster: of },
});

const found = (...program: Declared[]): Promise<string[]> => violations(program, {}, "quorum-nic-watchdog");

describe("quorum-nic-watchdog, of components", () => {
  const both = { nodes: ["n1", "n2"], directLink: true };

  it("refuses a watchdog on both ends of a direct link, with corosync or without", async () => {
    const message =
      "n1 and n2 would both shut down when the cable between them is down; keep the watchdog on one of them";
    assert.deepEqual(await found(proxmoxCluster(), watchdog("w", both)), [`fencing.nicWatchdog: ${message}`]);
    assert.deepEqual(await found(watchdog("w", both)), [`fencing.nicWatchdog: ${message}`]);
    const quorum = parseQuorum({}, two, { nicWatchdog: both });
    const corosync = {
      type: "quorate:quorum:Quorum",
      name: "corosync",
      inputs: { quorum, cluster: "lab" },
    };
    assert.deepEqual(await found(corosync), [`quorum: ${message}`]);
  });

  it("sees the two ends in two components as well", async () => {
    const [first, second] = ["n1", "n2"].map((node) => watchdog(node, { nodes: node, directLink: true }));
    assert.ok(first && second);
    assert.equal((await found(proxmoxCluster(), first, second)).length, 1);
    assert.deepEqual(await found(proxmoxCluster(), first), []);
    assert.deepEqual(await found(first, watchdog("n2", { nodes: "n2", directLink: true }, "other")), []);
  });

  it("takes one end, a switch between them, and more than two nodes", async () => {
    const three = cluster(3);
    assert.deepEqual(await found(watchdog("w", { nodes: "n2", directLink: true })), []);
    assert.deepEqual(await found(watchdog("w", { ...both, directLink: false })), []);
    assert.deepEqual(await found(proxmoxCluster(three), watchdog("w", both, "lab", three)), []);
  });
});
