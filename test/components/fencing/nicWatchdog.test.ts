import assert from "node:assert/strict";
import { NicWatchdog, ProxmoxCluster, Quorum, VrrpGroup } from "../../../components";
import { ConfigurationError } from "../../../model";
import { commands, declare, nodes, threeNodes, uiGroup } from "../../support/pulumi/mockedStack";

const declared = (config: object = {}) =>
  declare(() => {
    const cluster = new ProxmoxCluster("lab", threeNodes());
    const quorum = new Quorum("corosync", { cluster });
    const group = new VrrpGroup("ui", { ...uiGroup, cluster });
    const after = [...quorum.settled, ...group.releases];
    new NicWatchdog("watchdog", { nodes: ["n2", "n3"], ...config, cluster, after });
  });

describe("NicWatchdog", () => {
  it("has a unit on each of its nodes, which comes after everything that it may stop", async () => {
    const all = await declared();
    const children = [...all.values()].filter(({ parent }) => /^watchdog/.test(parent));
    assert.deepEqual(children.map(({ type, name }) => `${type} ${name}`).sort(), [
      "command:remote:Command watchdog-n2",
      "command:remote:Command watchdog-n3",
      "quorate:unit:NodeUnit watchdog-n2",
      "quorate:unit:NodeUnit watchdog-n3",
    ]);
    for (const node of ["n2", "n3"])
      assert.deepEqual(commands(all).get(`watchdog-${node}`)?.dependsOn, [
        ...nodes.map((each) => `corosync-${each}-restart`),
        `lab-${node}`,
        ...nodes.map((each) => `ui-${each}-release`),
      ]);
  });

  it("tells policies its model and its cluster", async () => {
    const { inputs } = (await declared()).get("quorate:fencing:NicWatchdog watchdog") ?? {};
    assert.deepEqual(inputs?.["nodes"], ["n2", "n3"]);
    assert.equal(inputs["cluster"], "lab");
    assert.deepEqual((inputs["watchdog"] as { interfaces: object }).interfaces, {
      n2: ["eth0"],
      n3: ["eth0"],
    });
  });

  it("applies files and a timer, and takes them away by name", async () => {
    const { inputs } = commands(await declared({ interval: "2s", misses: 4 })).get("watchdog-n2") ?? {};
    const input = String(inputs?.["stdin"]);
    assert.match(input, /\n\|OnUnitInactiveSec=2000ms\n/);
    assert.match(input, /\n\|Environment="INTERFACES=eth0" MISSES=4 PATIENCE=34\n/);
    assert.match(input, /\nservice quorate-nic-watchdog\.timer restart owned\n/);
    assert.equal(
      inputs?.["delete"],
      "cat >/dev/null; sh /var/lib/quorate/node.sh remove nic-watchdog quorate/test/lab",
    );
  });

  it("throws with everything that's wrong with it", async () => {
    await assert.rejects(declared({ nodes: ["n9"], interval: "1m", misses: 2 }), (error) => {
      assert.ok(error instanceof ConfigurationError);
      assert.deepEqual(
        error.findings.map(({ code }) => code),
        ["FENCING_NODE_UNKNOWN", "FENCING_TIME"],
      );
      return true;
    });
  });
});
