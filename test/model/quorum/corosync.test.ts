import assert from "node:assert/strict";
import { ConfigurationError, type Corosync, parseConfiguration } from "../../../model";
import { spoiled } from "../../support/model/configurations";

/** The corosync model of the base configuration with `changes`. */
function corosync(changes: Readonly<Record<string, unknown>>): Corosync {
  const { quorum } = parseConfiguration(spoiled(changes));
  assert.ok(quorum);
  return quorum;
}

const twoNodes = { "cluster.nodes.n3": undefined, "vrrp.ui.order": ["n1", "n2"] };
const witness = { "cluster.witnesses": { q1: { address: "192.0.2.21" } } };

describe("corosync's model", () => {
  it("is there only if it's asked for", () => {
    assert.equal(parseConfiguration(spoiled({})).quorum, undefined);
    assert.ok(corosync({ quorum: {} }));
  });

  it("has Proxmox's encryption, one vote each and link 0 at the node's address by default", () => {
    const { crypto, nodes, links, clusterName } = corosync({ quorum: {} });
    assert.deepEqual(crypto, { cipher: "aes256", hash: "sha256" });
    assert.equal(clusterName, "lab");
    assert.deepEqual(nodes[0], {
      name: "n1",
      votes: 1,
      nodeId: undefined,
      links: { "0": "192.0.2.11" },
      addresses: ["192.0.2.11"],
    });
    assert.deepEqual(links, [{ number: 0 }]);
  });

  it("derives two_node as votequorum(5) has it", () => {
    const { twoNode, waitForAll } = corosync({ ...twoNodes, quorum: {} });
    assert.deepEqual({ twoNode, waitForAll }, { twoNode: true, waitForAll: true });
    assert.equal(corosync({ quorum: {} }).twoNode, false);
    assert.equal(corosync({ ...twoNodes, quorum: { twoNode: false } }).twoNode, false);
    assert.equal(corosync({ ...twoNodes, quorum: { autoTieBreaker: true } }).twoNode, false);
    assert.equal(corosync({ ...twoNodes, quorum: { waitForAll: false } }).waitForAll, false);
    const third = corosync({ ...twoNodes, ...witness, quorum: { qdevice: { host: "q1" } } });
    assert.equal(third.twoNode, false);
    assert.deepEqual(
      { host: third.qdevice?.host, at: third.qdevice?.witness.address, algorithm: third.qdevice?.algorithm },
      { host: "q1", at: "192.0.2.21", algorithm: "ffsplit" },
    );
  });

  it("knows every link by its number, with its priority", () => {
    const second = (last: number) => ({ 1: `198.51.100.${String(last)}` });
    const { links, nodes } = corosync({
      quorum: { links: { 1: { priority: 10 } } },
      "cluster.nodes.n1.links": second(11),
      "cluster.nodes.n2.links": { ...second(12), 0: "192.0.2.112" },
      "cluster.nodes.n3.links": second(13),
    });
    assert.deepEqual(links, [{ number: 0 }, { number: 1, priority: 10 }]);
    assert.deepEqual(nodes[1]?.addresses, ["192.0.2.112", "198.51.100.12"]);
  });

  it("tells everything that is wrong at once", () => {
    const many = Object.fromEntries(
      Array.from({ length: 33 }, (_, index) => [
        `n${String(index + 1)}`,
        { address: `192.0.2.${String(index + 11)}`, links: { 1: `198.51.100.${String(index + 11)}` } },
      ]),
    );
    const wrong = spoiled({
      "cluster.nodes": { ...many, n4: { address: "192.0.2.11" } },
      "cluster.nodes.n2.nodeId": 7,
      "cluster.nodes.n3.nodeId": 7,
      "vrrp.ui.virtualIpaddress": ["192.0.2.99/24"],
      haproxy: undefined,
      quorum: { twoNode: true, qdevice: { host: "n1", algorithm: "lms" }, expectedVotes: 200 },
    });
    assert.throws(
      () => parseConfiguration(wrong),
      (error: unknown) => {
        assert.ok(error instanceof ConfigurationError);
        const told = error.findings.map(({ code, path }) => `${code} ${path}`);
        assert.deepEqual(told.sort(), [
          "CLUSTER_ADDRESS_DUPLICATE cluster.nodes.n4.address",
          "CLUSTER_NODE_COUNT cluster.nodes",
          "QUORUM_LINKS_UNEVEN cluster.nodes.n4.links",
          "QUORUM_NEVER quorum.expectedVotes",
          "QUORUM_NODE_ID_DUPLICATE cluster.nodes.n3.nodeId",
          "QUORUM_QDEVICE_HOST quorum.qdevice.host",
          "QUORUM_TWO_NODE_FLAG quorum",
        ]);
        return true;
      },
    );
    // The model reports the mistakes of a qdevice, even if a member is its host.
    const two = { ...twoNodes, quorum: { twoNode: true, qdevice: { host: "n1" } } };
    assert.throws(() => corosync(two), /n1 is n1 itself[^]*two_node beside a qdevice on n1/);
  });

  it("takes what is only unwise: that's for policies to judge", () => {
    assert.ok(corosync({ ...twoNodes, quorum: {} }));
    assert.ok(corosync({ quorum: { expectedVotes: 2 } }));
    const four = { quorum: {}, "cluster.nodes.n4": { address: "192.0.2.14" } };
    assert.equal(corosync(four).nodes.length, 4);
  });

  it("has the watchdog, with milliseconds and each node's own interface", () => {
    const { nicWatchdog, quorum } = parseConfiguration(
      spoiled({
        quorum: {},
        "cluster.nodes.n2.networks": { lan: { interface: "vmbr1" } },
        fencing: { nicWatchdog: { nodes: ["n1", "n2"], interval: "500ms", startDelay: "2m" } },
      }),
    );
    assert.deepEqual(nicWatchdog, {
      nodes: ["n1", "n2"],
      interfaces: { n1: ["eth0"], n2: ["vmbr1"] },
      interval: 500,
      startDelay: 120_000,
      misses: 3,
      action: "stop",
      directLink: false,
      services: ["keepalived", "haproxy", "corosync"],
    });
    assert.deepEqual(quorum?.fencing, nicWatchdog);
  });

  it("has a watchdog of several interfaces, and one without corosync", () => {
    const { nicWatchdog, quorum } = parseConfiguration(
      spoiled({
        fencing: { nicWatchdog: { nodes: ["n1", "n1"], interface: ["eno1", "eno2"], action: "reboot" } },
      }),
    );
    assert.equal(quorum, undefined);
    assert.deepEqual(nicWatchdog?.interfaces, { n1: ["eno1", "eno2"] });
    assert.deepEqual(nicWatchdog.nodes, ["n1"]);
  });

  it("takes a watchdog that acts after 60 s, the latest that is of use", () => {
    const config = { nicWatchdog: { nodes: "n1", interval: "10s", misses: 6 } };
    assert.equal(parseConfiguration(spoiled({ fencing: config })).nicWatchdog?.misses, 6);
  });
});
