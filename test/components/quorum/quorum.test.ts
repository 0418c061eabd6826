import assert from "node:assert/strict";
import { ProxmoxCluster, Quorum, type QuorumArgs } from "../../../components";
import { planChange, textDigest } from "../../../components/quorum/plan/change";
import type { ClusterFacts } from "../../../components/cluster/gatherFacts";
import { parseCluster, parseQuorum } from "../../../model";
import { noFacts } from "../../support/agent/noFacts";
import { clusterFacts, commands, declare, nodes, threeNodes } from "../../support/pulumi/mockedStack";

const known = new Map(
  nodes.map((name, index) => [name, { id: index + 1, links: { 0: `192.0.2.${String(11 + index)}` } }]),
);

/** Facts of nodes; those in `live` run version 6. */
function facts(live: readonly string[], more: object = {}): ClusterFacts {
  const { name, platform, networks, nodes: given } = threeNodes();
  const corosync = parseQuorum({}, parseCluster({ name, platform, networks, nodes: given }));
  const digest = textDigest(
    corosync,
    planChange(
      corosync,
      clusterFacts(() => noFacts),
    ).numbers.nodeIds,
  );
  return clusterFacts((node) => {
    if (!live.includes(node)) return noFacts;
    const running = { version: 6, quorate: true, cluster: "lab" };
    const own = { running, file: { version: 6, digest, cluster: "lab" }, highest: 6, restart: false };
    return { ...noFacts, corosync: { ...own, nodes: known, ...more } };
  });
}

const declareQuorum = (args: Omit<QuorumArgs, "cluster"> = {}, answers?: ClusterFacts) =>
  declare(() => {
    new Quorum("corosync", { ...args, cluster: new ProxmoxCluster("lab", threeNodes(answers)) });
  });

const steps = ["", "-swap", "-settle", "-commit", "-restart"] as const;

describe("Quorum", () => {
  it("has a unit, the steps and a restart for each node, and one key", async () => {
    const declared = await declareQuorum();
    const children = [...declared.values()].filter(({ parent }) => /^corosync(-n\d)?$/.test(parent));
    assert.deepEqual(
      children.map(({ type, name }) => `${type} ${name}`).sort(),
      [
        ...nodes.flatMap((node) => steps.map((step) => `command:remote:Command corosync-${node}${step}`)),
        ...nodes.map((node) => `quorate:unit:NodeUnit corosync-${node}`),
        "random:index/randomPassword:RandomPassword corosync-authkey",
      ].sort(),
    );
    const { inputs } = declared.get("random:index/randomPassword:RandomPassword corosync-authkey") ?? {};
    assert.equal(inputs?.["length"], 256);
  });

  it("tells policies its whole model", async () => {
    const declared = await declareQuorum({ lastManStanding: true });
    const quorum = declared.get("quorate:quorum:Quorum corosync")?.inputs["quorum"] as {
      lastManStanding: boolean;
      nodes: unknown[];
    };
    assert.equal(quorum.lastManStanding, true);
    assert.equal(quorum.nodes.length, 3);
  });

  it("keeps the key out of create", async () => {
    for (const [name, { inputs }] of commands(await declareQuorum())) {
      assert.ok(!JSON.stringify({ ...inputs, stdin: "" }).includes("Sw0rdf1s"), name);
      if (/^corosync-n\d$/.test(name))
        assert.match(String(inputs["stdin"]), /^end\nauthkey Sw0rdf1s\nbase /m);
    }
  });

  it("starts all nodes at once if nothing runs, each through its own steps", async () => {
    const found = commands(await declareQuorum());
    for (const node of nodes) {
      const waits = steps.map((step) =>
        found.get(`corosync-${node}${step}`)?.dependsOn.filter((name) => name.startsWith("corosync-n")),
      );
      assert.deepEqual(waits.slice(0, 4), [
        [],
        [`corosync-${node}`],
        [`corosync-${node}-swap`],
        [`corosync-${node}-settle`],
      ]);
      assert.match(String(found.get(`corosync-${node}`)?.inputs["stdin"]), /\|    config_version: 1\n/);
    }
  });

  it("changes nothing if nothing changed, and raises the version of everything if it did", async () => {
    const same = commands(await declareQuorum({}, facts(nodes)));
    const other = commands(await declareQuorum({ token: 5000 }, facts(nodes)));
    for (const node of nodes) {
      assert.match(String(same.get(`corosync-${node}`)?.inputs["stdin"]), /\|    config_version: 6\n/);
      assert.equal(
        same.get(`corosync-${node}-swap`)?.inputs["create"],
        "sh /var/lib/quorate/node.sh corosync swap 6",
      );
      const input = String(other.get(`corosync-${node}`)?.inputs["stdin"]);
      assert.match(input, /\|    config_version: 7\n[^]*\|    token: 5000\n[^]*\nsettle 7 lab\n/);
      for (const step of ["swap", "settle", "commit"])
        assert.equal(
          other.get(`corosync-${node}-${step}`)?.inputs["create"],
          `sh /var/lib/quorate/node.sh corosync ${step} 7`,
        );
    }
  });

  it("lets no live member begin a step before all have done the one before", async () => {
    const found = commands(await declareQuorum({ token: 5000 }, facts(nodes)));
    for (const node of nodes)
      for (const [index, step] of steps.slice(1, 4).entries())
        assert.deepEqual(
          found.get(`corosync-${node}${step}`)?.dependsOn.filter((name) => name.startsWith("corosync-n")),
          nodes.map((each) => `corosync-${each}${steps[index] ?? ""}`),
        );
  });

  it("lets a node join when the live members have committed the change, one after the other", async () => {
    const found = commands(await declareQuorum({ token: 5000 }, facts(["n1", "n2"])));
    assert.deepEqual(
      found.get("corosync-n3")?.dependsOn.filter((name) => name.startsWith("corosync-n")),
      ["corosync-n1-commit", "corosync-n2-commit"],
    );
    assert.deepEqual(found.get("corosync-n1-swap")?.dependsOn, ["corosync-n1", "corosync-n2"]);
  });

  it("restarts one node at a time, and says in its text what for", async () => {
    const found = commands(await declareQuorum({ waitForAll: true, autoTieBreaker: true }, facts(nodes)));
    const restarts = nodes.map((node) => found.get(`corosync-${node}-restart`));
    assert.deepEqual(
      restarts.map((restart) => restart?.dependsOn.filter((name) => name.endsWith("-restart"))),
      [[], ["corosync-n1-restart"], ["corosync-n2-restart"]],
    );
    assert.equal(
      restarts[0]?.inputs["create"],
      "# only a start of corosync takes up: wait_for_all: 1; auto_tie_breaker: 1\nsh /var/lib/quorate/node.sh corosync restart",
    );
    const waiting = commands(await declareQuorum({}, facts(nodes, { restart: true })));
    assert.match(String(waiting.get("corosync-n2-restart")?.inputs["create"]), /still waits/);
  });

  it("ends before anything is changed if the cluster isn't quorate", async () => {
    const running = { version: 6, quorate: false, cluster: "lab" };
    const cluster = () => new ProxmoxCluster("lab", threeNodes(facts(nodes, { running })));
    const refused = declare(() => new Quorum("corosync", { token: 5000, cluster: cluster() }).change);
    await assert.rejects(refused, /n1, n2, n3 are not quorate[^]*Nothing was changed/);
  });
});
