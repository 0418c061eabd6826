import { strict as assert } from "node:assert";
import { RunError } from "@pulumi/pulumi";
import { LoadBalancer, ProxmoxCluster, VrrpGroup } from "../../../components";
import type { ClusterFacts } from "../../../components/cluster/gatherFacts";
import type { Facts } from "../../../agent/facts";
import { noFacts } from "../../support/agent/noFacts";
import { manifest, manifestDigest } from "../../../agent/manifest";
import { listDigest } from "../../../agent/program";
import { type Node, parseCluster } from "../../../model";
import { keepalivedUnit } from "../../../render";
import {
  clusterFacts,
  commands,
  declare,
  nodes,
  sshBalancer,
  threeNodes,
  uiGroup,
} from "../../support/pulumi/mockedStack";

const silentN2 = clusterFacts((node) => (node === "n2" ? new Error("no route to host") : noFacts));

const fencedN2 = clusterFacts((node) => (node === "n2" ? { ...noFacts, cutOff: ["eth0", "eth1"] } : noFacts));

const declareBalancer = (facts?: ClusterFacts, preview?: boolean) =>
  declare(() => {
    const cluster = new ProxmoxCluster("lab", threeNodes(facts));
    new LoadBalancer("haproxy", { ...sshBalancer, cluster, virtualAddresses: ["192.0.2.101"] });
  }, preview);

describe("ProxmoxCluster", () => {
  it("puts the program on every node before any unit", async () => {
    const found = commands(await declareBalancer());
    for (const node of nodes) {
      assert.match(String(found.get(`lab-${node}`)?.inputs["stdin"]), /^home=\/var\/lib\/quorate$/m);
      assert.ok(found.get(`haproxy-sshd-${node}`)?.dependsOn.includes(`lab-${node}`));
    }
  });

  it("is registered before resources that name it, however long its args take", async () => {
    const declared = [...(await declareBalancer()).values()].filter(
      ({ parent }) => parent === "quorate-test",
    );
    assert.deepEqual(
      declared.map(({ type }) => type),
      ["quorate:cluster:ProxmoxCluster", "quorate:haproxy:LoadBalancer"],
    );
  });

  it("ends an update before anything is changed if a node doesn't answer", async () => {
    const asked = declare(() => new ProxmoxCluster("lab", threeNodes(silentN2)).facts);
    await assert.rejects(asked, /n2: no route to host\nNothing was changed/);
  });

  it("ends without a stack trace if a node's host key isn't known", async () => {
    const nodes = { n1: { address: "192.0.2.11" }, n2: { address: "192.0.2.12" } };
    const asked = declare(
      () => new ProxmoxCluster("lab", { ...threeNodes(), ssh: { hostKeys: "/dev/null" }, nodes }),
    );
    await assert.rejects(
      asked,
      (error) => error instanceof RunError && /no host key is known/.test(error.message),
    );
  });

  it("ends it as well if the NIC watchdog keeps a node out of service", async () => {
    const asked = declare(() => new ProxmoxCluster("lab", threeNodes(fencedN2)).facts);
    await assert.rejects(
      asked,
      /n2: no link at eth0, eth1\nNothing was changed.*quorate-nic-watchdog\.timer/,
    );
  });

  it("ends a preview, too, when a unit, an id or a bind on any node is another stack's", async () => {
    const owner = "other/lab/lab";
    const other = { owner, digest: "d", base: "one", further: false };
    const facts = clusterFacts((node) => ({
      ...noFacts,
      others: node === "n2" ? [{ ...other, unit: "haproxy" }] : [],
      claims:
        node === "n3"
          ? [
              { unit: "dns", owner, claim: ["vrid", "eth0", "4", "51"] },
              { unit: "dns", owner, claim: ["vrid", "eth1", "4", "51"] },
              { unit: "haproxy", owner, claim: ["listen", "192.0.2.101:22"] },
              { unit: "haproxy", owner, claim: ["listen", "192.0.2.101:23"] },
            ]
          : [],
    }));
    const declared = declare(() => {
      const cluster = new ProxmoxCluster("lab", threeNodes(facts));
      // No member of the group has the other one's id.
      new VrrpGroup("ui", { ...uiGroup, order: ["n1", "n2"], cluster });
      new LoadBalancer("haproxy", { ...sshBalancer, cluster, virtualAddresses: ["192.0.2.101"] });
      return cluster.facts;
    }, true);
    const lines = [
      `  n2: unit haproxy belongs to ${owner}`,
      `  n3: virtual router id 51 on eth0 is in use by ${owner} (unit dns)`,
      `  n3: 192.0.2.101:22 is in use by ${owner} (unit haproxy)`,
    ];
    await assert.rejects(declared, (error: Error) => {
      assert.ok(error.message.includes(`:\n${lines.join("\n")}\nNothing was changed.`), error.message);
      assert.match(error.message, /\n {2}bin\/quorate hand-over other\/lab\/lab quorate\/test\/lab\n/);
      assert.match(error.message, /\n {2}sh \S+\/node\.sh hand-over other\/lab\/lab quorate\/test\/lab$/);
      return true;
    });
  });

  it("shares keepalived with another stack that has the same files for it, and with no other", async () => {
    const model = (scriptUser: string) => {
      const { name, platform, networks, nodes } = threeNodes();
      return parseCluster({ name, platform, networks, nodes, globalDefs: { scriptUser } });
    };
    const owner = "other/lab/lab";
    const asked = (scriptUser: string) => {
      const cluster = model(scriptUser);
      const facts = clusterFacts((node) => {
        const unit = keepalivedUnit(cluster, cluster.nodes.find(({ name }) => name === node) as Node);
        const digest = manifestDigest(manifest(unit, { owner, base: "one", requires: [] }));
        const main = { unit: "keepalived", owner, digest, base: "one", further: false };
        return {
          ...noFacts,
          others: [main, { ...main, owner: "further/lab/lab", digest: "d", further: true }],
        };
      });
      return declare(() => {
        const cluster = new ProxmoxCluster("lab", threeNodes(facts));
        new VrrpGroup("ui", { ...uiGroup, cluster });
        return cluster.facts;
      }, true);
    };
    assert.ok(commands(await asked("keepalived_script")).has("keepalived-n1"));
    await assert.rejects(
      asked("else"),
      /n1: unit keepalived is shared with other\/lab\/lab, which has other files/,
    );
  });

  it("still shows a preview then", async () => {
    for (const facts of [silentN2, fencedN2]) {
      const found = commands(await declareBalancer(facts, true));
      assert.ok(found.has("haproxy-n2"));
    }
  });

  describe("listUnits", () => {
    /** The last Command on n1, if the node has these facts. */
    const listed = async (known: Partial<Facts> = {}) => {
      const all = clusterFacts(() => ({ ...noFacts, stamp: "now", ...known }));
      const declared = await declare(() => {
        const cluster = new ProxmoxCluster("lab", threeNodes(all));
        new LoadBalancer("haproxy", { ...sshBalancer, cluster, virtualAddresses: ["192.0.2.101"] });
        cluster.listUnits();
      });
      return commands(declared).get("lab-n1-units");
    };
    const owner = "quorate/test/lab";
    const words = /node\.sh list quorate\/test\/lab ([0-9a-f]{12}) haproxy sshd$/;

    it("names all units of a node when all nodes have theirs, and gives that up before one goes", async () => {
      const command = await listed();
      assert.match(String(command?.inputs["create"]), words);
      const units = ["haproxy", "haproxy-sshd", "lab"].flatMap((name) =>
        nodes.map((node) => `${name}-${node}`),
      );
      assert.deepEqual(command?.dependsOn, units);
      assert.match(String(command.inputs["delete"]), /node\.sh leave quorate\/test\/lab;/);
    });

    it("runs again if a node has a unit of the owner that no list has", async () => {
      const first = String((await listed())?.inputs["create"]);
      const [, base = ""] = words.exec(first) ?? [];
      const there = {
        lists: new Map([[owner, { base, digest: listDigest({ owner, base, units: ["haproxy", "sshd"] }) }]]),
      };
      const create = async (...unlisted: Facts["unlisted"]) =>
        (await listed({ ...there, unlisted }))?.inputs["create"];
      assert.equal(await create(), first);
      assert.equal(
        await create({ unit: "haproxy", owner }, { unit: "old", owner: "quorate/other/lab" }),
        first,
      );
      const again = String(await create({ unit: "old", owner }));
      assert.match(again, words);
      assert.notEqual(again, first);
    });

    it("comes after all units", async () => {
      const early = declare(() => {
        const cluster = new ProxmoxCluster("lab", threeNodes());
        cluster.listUnits();
        new LoadBalancer("haproxy", { ...sshBalancer, cluster, virtualAddresses: ["192.0.2.101"] });
      });
      await assert.rejects(early, /haproxy-sshd-n1 is declared after listUnits/);
    });
  });
});
