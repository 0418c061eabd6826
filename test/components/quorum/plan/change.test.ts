import assert from "node:assert/strict";
import fc from "fast-check";
import { planChange, textDigest } from "../../../../components/quorum/plan/change";
import type { ClusterFacts } from "../../../../components/cluster/gatherFacts";
import { assignNodeIds } from "../../../../components/quorum/plan/nodeIds";
import { parseConfiguration } from "../../../../model";
import type { CorosyncFacts } from "../../../../agent/facts";
import { noFacts } from "../../../support/agent/noFacts";
import { clusterFacts } from "../../../support/pulumi/mockedStack";
import { spoiled } from "../../../support/model/configurations";

/** The corosync model of three nodes, with `changes`. */
function corosync(changes: Readonly<Record<string, unknown>> = {}) {
  const { quorum } = parseConfiguration(spoiled({ quorum: {}, ...changes }));
  assert.ok(quorum);
  return quorum;
}

const ids = new Map([
  ["n1", 1],
  ["n2", 2],
  ["n3", 3],
]);
const links = (last: number) => ({ 0: `192.0.2.${String(last)}` });
const nodes = new Map([...ids].map(([name, id]) => [name, { id, links: links(10 + id) }]));
const digest = textDigest(corosync(), ids);

function member(version: number, more: Partial<CorosyncFacts> = {}): CorosyncFacts {
  return {
    running: { version, quorate: true, cluster: "lab" },
    file: { version, digest, cluster: "lab" },
    highest: version,
    restart: false,
    nodes,
    ...more,
  };
}

function facts(n1?: CorosyncFacts, n2?: CorosyncFacts, n3?: CorosyncFacts): ClusterFacts {
  const given = new Map(Object.entries({ n1, n2, n3 }));
  return clusterFacts((node) => {
    const own = given.get(node);
    return own ? { ...noFacts, corosync: own } : noFacts;
  });
}

describe("the transport of a live link", () => {
  const sctp = corosync({ "quorum.links": { 0: { transport: "sctp" } } });
  const udp = { transports: {} };

  it("can't change, also if the present one is the default", () => {
    const { refusals } = planChange(sctp, facts(member(6, udp), member(6, udp), member(6, udp)));
    assert.match(refusals.join(), /link 0 has transport udp in the cluster and can't change to sctp/);
    const back = { transports: { 0: "sctp" } };
    assert.match(
      planChange(corosync(), facts(member(6, back))).refusals.join(),
      /sctp .* can't change to udp/,
    );
  });

  it("is free for a link that isn't there yet, and on nodes without a running corosync", () => {
    assert.deepEqual(planChange(sctp, facts()).refusals, []);
    const same = { transports: { 0: "sctp" } };
    assert.deepEqual(planChange(sctp, facts(member(6, same), member(6, same), member(6, same))).refusals, []);
    const links = { 0: {}, 1: { transport: "sctp" } };
    const second = Object.fromEntries(
      ["n1", "n2", "n3"].map((node, at) => [
        `cluster.nodes.${node}.links`,
        { 1: `198.51.100.${String(at)}` },
      ]),
    );
    const wanted = corosync({ ...second, "quorum.links": links });
    assert.deepEqual(planChange(wanted, facts(member(6, udp), member(6, udp), member(6, udp))).refusals, []);
  });
});

describe("config_version", () => {
  const same = facts(member(6), member(6), member(6));

  it("is 1 if nothing is there, and all nodes start at once", () => {
    assert.deepEqual(planChange(corosync(), facts()), {
      numbers: { version: 1, nodeIds: ids },
      live: [],
      refusals: [],
    });
  });

  it("stays if every node has and runs the text", () => {
    const { numbers, refusals } = planChange(corosync(), same);
    assert.equal(numbers.version, 6);
    assert.deepEqual(refusals, []);
  });

  it("is one more if the text differs", () => {
    const { numbers, live } = planChange(corosync({ "quorum.token": 5000 }), same);
    assert.equal(numbers.version, 7);
    assert.deepEqual(live, ["n1", "n2", "n3"]);
  });

  it("is more than any that a node ever saw, also one that was undone", () => {
    const undone = facts(member(6), member(6, { highest: 9 }), member(6));
    assert.equal(planChange(corosync({ "quorum.token": 5000 }), undone).numbers.version, 10);
    assert.equal(planChange(corosync(), undone).numbers.version, 6);
  });

  it("is raised if nodes disagree, about the version, the text, or file and daemon", () => {
    const odd: Partial<CorosyncFacts>[] = [
      { file: { version: 5, digest, cluster: "lab" } },
      { file: { version: 6, digest: "0".repeat(64), cluster: "lab" } },
      { running: { version: 5, quorate: true, cluster: "lab" } },
    ];
    for (const more of odd) {
      const { numbers } = planChange(corosync(), facts(member(6), member(6, more), member(6)));
      assert.equal(numbers.version, 7, JSON.stringify(more));
    }
  });

  it("stays if a node that never had corosync joins by the text that the others have", () => {
    const { numbers, live } = planChange(corosync(), facts(member(6), member(6)));
    assert.equal(numbers.version, 6);
    assert.deepEqual(live, ["n1", "n2"]);
  });

  it("doesn't count a node of another cluster, or one with a stopped corosync, among the live", () => {
    const foreign = member(40, {
      running: { version: 40, quorate: true, cluster: "debian" },
      file: { version: 40, digest, cluster: "debian" },
      nodes: new Map([["node1", { id: 9, links: {} }]]),
    });
    const { file, highest, restart } = member(6);
    const stopped = { file: file ?? { version: 0, digest, cluster: "" }, highest, restart, nodes };
    const { live, numbers } = planChange(corosync(), facts(member(6), stopped, foreign));
    assert.deepEqual(live, ["n1"]);
    assert.deepEqual(numbers.nodeIds, ids);
  });
});

describe("a live cluster is not touched", () => {
  const change = (
    changes: Readonly<Record<string, unknown>>,
    known = facts(member(6), member(6), member(6)),
  ) => planChange(corosync(changes), known).refusals.join("\n");

  it("without quorum, unless nothing changes", () => {
    const alone = member(6, { running: { version: 6, quorate: false, cluster: "lab" } });
    const parted = facts(member(6), member(6), alone);
    assert.match(
      change({ "quorum.token": 5000 }, parted),
      /n3 is not quorate: quorate changes no corosync\.conf without quorum/,
    );
    assert.equal(change({}, parted), "");
  });

  it("with a node id or a link address that can't change while it runs", () => {
    assert.match(change({ "cluster.nodes.n2.nodeId": 7 }), /n2 is node 2 in the cluster.*write nodeId: 2/);
    assert.match(
      change({ "cluster.nodes.n2.links": { 0: "192.0.2.112" } }),
      /link 0 of n2 is 192\.0\.2\.12 in the cluster and can't become 192\.0\.2\.112/,
    );
  });

  it("with a link at an address that its node doesn't have", () => {
    const at = (addresses: readonly string[]) =>
      clusterFacts((node) => ({
        ...noFacts,
        ...(node === "n1" ? { addresses } : {}),
        corosync: member(6),
      }));
    assert.match(
      change({}, at(["192.0.2.99"])),
      /link 0 of n1 is 192\.0\.2\.11, which n1 doesn't have, so .*; n1 has 192\.0\.2\.99/,
    );
    assert.equal(change({}, at(["192.0.2.11", "198.51.100.11"])), "");
  });

  it("if the members alone would be no majority of the new votes", () => {
    const four = Object.fromEntries(
      [4, 5, 6].map((number) => [
        `cluster.nodes.n${String(number)}`,
        { address: `192.0.2.${String(10 + number)}` },
      ]),
    );
    assert.match(change(four), /6 votes a majority is 4, and n1, n2, n3 have 3/);
    assert.equal(change({ "cluster.nodes.n4": { address: "192.0.2.14" } }), "");
  });
});

describe("node ids", () => {
  const node = (name: string, nodeId?: number) => ({ name, nodeId, votes: 1, links: {}, addresses: [] });

  it("are those of the cluster, those written, then the lowest free ones", () => {
    const assigned = assignNodeIds(
      [node("a"), node("b", 2), node("c"), node("d")],
      new Map([
        ["c", 1],
        ["gone", 3],
      ]),
    );
    assert.deepEqual([...assigned.values()], [4, 2, 1, 5]);
  });

  it("are different, and a known node keeps its own", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e", "f");
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1 }),
        fc.uniqueArray(fc.tuple(name, fc.integer({ min: 1, max: 12 })), {
          selector: ([each]) => each,
        }),
        (names, pairs) => {
          const known = new Map(
            pairs.filter(([, id], index) => !pairs.slice(0, index).some(([, other]) => other === id)),
          );
          const assigned = assignNodeIds(
            names.map((each) => node(each)),
            known,
          );
          assert.equal(new Set(assigned.values()).size, names.length);
          for (const each of names) if (known.has(each)) assert.equal(assigned.get(each), known.get(each));
        },
      ),
    );
  });
});
