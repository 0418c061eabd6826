import assert from "node:assert/strict";
import { ProxmoxCluster, ProxmoxQuorum, type QuorumArgs } from "../../../components";
import type { ClusterFacts } from "../../../components/cluster/gatherFacts";
import { idsFrom } from "../../../components/quorum/plan/proxmox";
import { parseCluster, parseQuorum } from "../../../model";
import { Answers } from "../../../agent/answers";
import type { CorosyncFacts } from "../../../agent/facts";
import { noFacts } from "../../support/agent/noFacts";
import { settledDigest } from "../../../agent/proxmox";
import {
  clusterFacts,
  commands,
  declare,
  type Declared,
  nodes,
  threeNodes,
} from "../../support/pulumi/mockedStack";

const witnessKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE7nF1Yd2Jm0cDq0v8y4Tn1y9zW3hK4yqWlQF0p8kq3v";

/** Facts of members, with ids from 11 on. `more` is part of all. */
function members(names: readonly string[], more: Partial<CorosyncFacts> = {}): ClusterFacts {
  const known = new Map(names.map((name, index) => [name, { id: 11 + index, links: {} }]));
  const corosync = {
    running: { version: 4, quorate: true, cluster: "lab" },
    file: { version: 4, digest: "", cluster: "lab" },
    ...{ highest: 0, restart: false, nodes: known, ...more },
  };
  return clusterFacts((node) => (names.includes(node) ? { ...noFacts, corosync } : noFacts));
}

async function declared(
  args: Omit<QuorumArgs, "cluster"> = {},
  facts?: ClusterFacts,
  more: object = {},
): Promise<Map<string, Declared>> {
  const program = () => {
    const cluster = new ProxmoxCluster("lab", { ...threeNodes(facts), platform: "proxmox", ...more });
    new ProxmoxQuorum("corosync", { ...args, cluster });
  };
  return commands(await declare(program));
}

const text = (all: ReadonlyMap<string, Declared>, name: string): string =>
  [all.get(name)?.inputs["create"], all.get(name)?.inputs["stdin"] ?? []].flat().map(String).join("\n");
const waits = (all: ReadonlyMap<string, Declared>, name: string): readonly string[] =>
  all.get(name)?.dependsOn ?? [];

describe("ProxmoxQuorum", () => {
  it("founds on the first node; the others join one at a time, with a key that it has admitted", async () => {
    const all = await declared();
    assert.deepEqual(
      [...all.keys()].filter((name) => name.startsWith("corosync")).sort(),
      [
        ...["corosync-n1", "corosync-n2", "corosync-n3", "corosync-settled"],
        ...["n2", "n3"].flatMap((node) => [`corosync-${node}-admitted`, `corosync-${node}-key`]),
        ...nodes.map((node) => `corosync-${node}-current`),
      ].sort(),
    );
    assert.match(
      text(all, "corosync-n1"),
      /pve create lab 192\.0\.2\.11 name=n1 link0=192\.0\.2\.11 nodeid=1 votes=1$/,
    );
    assert.match(
      text(all, "corosync-n2"),
      /pve join lab 192\.0\.2\.12 n1 192\.0\.2\.11 ssh-ed25519 AAAA\S+ name=n2 link0=192\.0\.2\.12 nodeid=2 votes=1$/,
    );
    assert.deepEqual(waits(all, "corosync-n2"), ["corosync-n1", "corosync-n2-admitted", "lab-n2"]);
    assert.deepEqual(waits(all, "corosync-n3"), ["corosync-n2", "corosync-n3-admitted", "lab-n3"]);
    assert.ok(waits(all, "corosync-n2-admitted").includes("corosync-n1"));
  });

  it("settles on the first node when all have joined; then each looks at itself, one at a time", async () => {
    const all = await declared({ token: 4000 });
    assert.match(text(all, "corosync-settled"), /pve settle [0-9a-f]{12}\ntotem \{[^]*\n +token: 4000\n/);
    assert.deepEqual(waits(all, "corosync-settled"), ["corosync-n3"]);
    assert.ok(waits(all, "corosync-n1-current").includes("corosync-settled"));
    assert.ok(waits(all, "corosync-n3-current").includes("corosync-n2-current"));
    const ours = [...all].filter(([name]) => name.startsWith("corosync")).map(([, { inputs }]) => inputs);
    assert.doesNotMatch(JSON.stringify(ours), /password/i);
  });

  it("names what only a start of corosync takes up", async () => {
    const all = await declared({ lastManStanding: true });
    assert.match(
      text(all, "corosync-n2-current"),
      /^# only a start of corosync takes up: last_man_standing: 1$/m,
    );
  });

  it("keeps the ids that the cluster has, and gives a new node one that is free", async () => {
    const all = await declared({}, members(["n1", "n2"]));
    assert.match(text(all, "corosync-n2"), /nodeid=12/);
    assert.match(text(all, "corosync-n3"), /nodeid=1 /);
  });

  it("shows that the configuration, or what the cluster settled on, is another one, and drift of a node", async () => {
    const proxmox = { present: "aa", settled: "aa", wanted: "", settleBase: "0ddba11", currentToken: "" };
    const settled = async (more: object) =>
      text(await declared({}, members(nodes, { proxmox: { ...proxmox, ...more } })), "corosync-settled");
    const [, conf = ""] = /pve settle \w+\n([^]*)/.exec(await settled({})) ?? [];
    const wanted = settledDigest(conf);
    const kept = await settled({ wanted });
    assert.match(kept, /pve settle 0ddba11\n/);
    const others = [await settled({ wanted, present: "bb" }), await settled({ wanted: "cc" })];
    for (const other of others) assert.match(other, /pve settle (?!0ddba11)[0-9a-f]{12}\n/);

    const drifted = members(nodes, { proxmox, running: { version: 3, quorate: true, cluster: "lab" } });
    const all = await declared({}, drifted);
    assert.match(text(all, "corosync-n2-current"), /pve current runs-3-not-4$/);
    assert.match(
      text(await declared({}, members(nodes, { proxmox })), "corosync-n2-current"),
      /pve current$/,
    );
  });

  it("lets root of the first node into the witness of a qdevice, whose host key is pinned", async () => {
    const all = await declared({ qdevice: { host: "q1" } }, undefined, {
      nodes: Object.fromEntries(Object.entries(threeNodes().nodes).slice(0, 2)),
      witnesses: { q1: { address: "192.0.2.21", hostKey: witnessKey } },
      facts: () => Promise.resolve(new Answers(new Map())),
    });
    assert.match(
      text(all, "corosync-q1-known"),
      new RegExp(`pve trust 192\\.0\\.2\\.21 ${witnessKey.replace(/\+/g, "\\+")}$`),
    );
    assert.deepEqual(
      ["corosync-q1-admitted", "corosync-q1-known"].filter(
        (name) => !waits(all, "corosync-settled").includes(name),
      ),
      [],
    );
    assert.match(text(all, "corosync-settled"), /host: 192\.0\.2\.21/);
  });

  it("is founded by the lowest id that is written, if one is: names come sorted out of a stack's file", async () => {
    const given = threeNodes().nodes;
    const all = await declared({}, undefined, { nodes: { ...given, n2: { ...given["n2"], nodeId: 5 } } });
    assert.match(text(all, "corosync-n2"), /pve create lab .* nodeid=5/);
    assert.match(text(all, "corosync-n1"), /pve join lab 192\.0\.2\.11 n2 192\.0\.2\.12 /);
  });

  it("ends if the founder isn't in the cluster that others are in", () => {
    const { name, networks, nodes: given } = threeNodes();
    const corosync = parseQuorum({}, parseCluster({ name, networks, nodes: given }));
    const words =
      /cluster\.nodes\.n1 would found the cluster lab, .* but n2, n3 are in it already: .*cluster\.nodes\.n2\.nodeId: 11\. Nothing/;
    assert.throws(() => idsFrom(corosync, "n1", members(["n2", "n3"])), words);
    assert.equal(idsFrom(corosync, "n2", members(["n2", "n3"])).get("n3"), 12);
  });
});
