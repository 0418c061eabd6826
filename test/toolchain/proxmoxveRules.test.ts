import assert from "node:assert/strict";
import type { Properties } from "../../toolchain/plugins/property";
import { onEachPlugin, type Proxmoxve } from "../support/toolchain/contract/proxmoxve";

const harule = "proxmoxve:index/harule:Harule";
const hagroup = "proxmoxve:index/hagroup:Hagroup";
const onNodes = { rule: "on-n1", type: "node-affinity", resources: ["vm:100"], nodes: { n1: 2 } };
const apart = {
  rule: "apart",
  type: "resource-affinity",
  resources: ["vm:100", "vm:101"],
  affinity: "negative",
};

onEachPlugin("'s", (start) => {
  let at: Proxmoxve;

  before(async () => {
    at = await start();
  });
  after(() => at.stop());
  beforeEach(() => {
    at.reset();
  });

  describe("Harule", () => {
    it("on nodes is created and updated as a whole", async () => {
      at.manage("vm:100", "vm:101");
      const made = await at.create(harule, { ...onNodes, comment: "old" });
      assert.deepEqual(at.said(), [
        "POST cluster/ha/rules/ comment=old&disable=0&nodes=n1:2&resources=vm:100&rule=on-n1&strict=0&type=node-affinity",
        "GET cluster/ha/rules/on-n1",
      ]);
      assert.deepEqual(
        [made.outputs.strict, made.outputs.disable, made.outputs.nodes],
        [false, false, { n1: 2 }],
      );
      await at.update(made, { ...onNodes, strict: true, resources: ["vm:101"] });
      assert.deepEqual(at.said(), [
        "PUT cluster/ha/rules/on-n1 delete=comment&disable=0&nodes=n1:2&resources=vm:101&strict=1&type=node-affinity",
        "GET cluster/ha/rules/on-n1",
      ]);
    });

    it("on guests has neither nodes nor strict; its guests have no order", async () => {
      at.manage("vm:100", "vm:101");
      const made = await at.create(harule, { ...apart, resources: ["vm:101", "vm:100"] });
      assert.deepEqual(
        at.said()[0],
        "POST cluster/ha/rules/ affinity=negative&disable=0&resources=vm:101,vm:100&rule=apart&type=resource-affinity",
      );
      assert.deepEqual(await at.difference(made, apart, made.outputs), {});
    });

    it("is replaced with another name or type, and with nothing else", async () => {
      at.manage("vm:100", "vm:101");
      const { inputs, outputs } = await at.create(harule, onNodes);
      assert.deepEqual(await at.plugin.replaces(inputs, { ...onNodes, rule: "other" }, outputs), ["rule"]);
      assert.deepEqual(await at.plugin.replaces(inputs, { ...onNodes, strict: true }, outputs), []);
    });

    it("stays disabled after disable: false, and differs for ever", async () => {
      at.manage("vm:100");
      const made = await at.create(harule, { ...onNodes, disable: true });
      const outputs = await at.update(made, { ...onNodes, disable: false });
      assert.equal(outputs.disable, true);
      assert.deepEqual(await at.difference(made, { ...onNodes, disable: false }, outputs), {
        disable: "UPDATE",
      });
    });

    it("with a priority of 0 reads none back, and differs for ever", async () => {
      at.manage("vm:100");
      const given = { ...onNodes, nodes: { n1: 0 } };
      const made = await at.create(harule, given);
      assert.deepEqual(made.outputs.nodes, { n1: null });
      assert.notDeepEqual(await at.difference(made, given, made.outputs), {});
    });

    it("that is infeasible fails with Proxmox's reason, from the second line", async () => {
      at.manage("vm:100");
      at.api.ha.rules.set("a", { type: "node-affinity", resources: "vm:100", nodes: "n2" });
      await assert.rejects(
        at.create(harule, onNodes),
        /error creating HA rule: received an HTTP 500 response - Reason: create ha rule failed: 400 Rule 'on-n1' is invalid\. \(resources: resource 'vm:100' is already used in another node affinity rule\)/,
      );
    });

    it("on guests that are apart fails before the CRM knows the nodes", async () => {
      at.manage("vm:100", "vm:101");
      at.api.ha.nodeStatus = {};
      await assert.rejects(at.create(harule, apart), /rule defines more resources than available nodes/);
    });

    it("that is gone is deleted without an error", async () => {
      at.plugin.type = harule;
      await at.plugin.delete({ ...onNodes }, "on-n1");
      assert.equal(await at.plugin.refresh("on-n1"), undefined);
    });

    const mistakes: [string, Properties, string][] = [
      ["a node affinity without nodes", { ...onNodes, nodes: null }, "nodes"],
      ["nodes beside a resource affinity", { ...apart, nodes: { n1: 1 } }, "nodes"],
      ["a resource affinity without its kind", { ...apart, affinity: null }, "affinity"],
      ["a strict resource affinity", { ...apart, strict: true }, "strict"],
      ["a bare number", { ...apart, resources: ["100", "vm:101"] }, "resources"],
      ["a priority beyond 1000", { ...onNodes, nodes: { n1: 1001 } }, "nodes"],
    ];
    for (const [name, given, property] of mistakes)
      it(`refuses ${name} in a preview`, async () => {
        at.plugin.type = harule;
        const { failures } = await at.plugin.check(given);
        assert.deepEqual(
          failures.map((failure) => failure.property),
          [property],
        );
      });
  });

  describe("Hagroup", () => {
    const given = { group: "g1", nodes: { n1: 2, n2: 1 }, restricted: true };

    it("is created, updated, used and deleted on Proxmox VE 8", async () => {
      at.api.version = "8.4.1";
      const made = await at.create(hagroup, given);
      assert.deepEqual(at.said(), [
        "POST cluster/ha/groups/ group=g1&nodes=n1:2,n2:1&nofailback=0&restricted=1&type=group",
        "GET cluster/ha/groups/g1",
      ]);
      assert.deepEqual(await at.difference(made, given, made.outputs), {});
      const outputs = await at.update(made, { ...given, noFailback: true });
      assert.deepEqual(at.said()[0], "PUT cluster/ha/groups/g1 nodes=n1:2,n2:1&nofailback=1&restricted=1");
      at.api.ha.resources.set("vm:100", { group: "g1" });
      await assert.rejects(at.plugin.delete(outputs, "g1"), /ha group is used by service 'vm:100'/);
      at.api.ha.resources.clear();
      await at.plugin.delete(outputs, "g1");
      assert.equal(at.api.ha.groups.size, 0);
    });

    it("fails on Proxmox VE 9", async () => {
      await assert.rejects(
        at.create(hagroup, given),
        /cannot create group: ha groups have been migrated to rules/,
      );
    });
  });
});
