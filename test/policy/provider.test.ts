import assert from "node:assert/strict";
import { type Declared, keepalived, violations } from "../support/policy/pack";
import { unknown } from "../support/policy/wire";

const rule = (name: string, inputs: object, parent?: string): Declared => ({
  ...{ type: "proxmoxve:index/harule:Harule", name, inputs: { rule: name, ...inputs } },
  ...(parent === undefined ? {} : { parent }),
});
const apart = (name: string, ...resources: string[]) =>
  rule(name, { type: "resource-affinity", affinity: "negative", resources });
const near = (resources: unknown = ["vm:100"], more: object = {}) =>
  rule("near", { type: "node-affinity", resources, nodes: { pve1: 2, pve2: 1 }, ...more });

describe("on resources of Proxmox VE's provider, the policy", () => {
  const infeasible = (...program: Declared[]) => violations(program, {}, "ha-infeasible");

  it("ha-infeasible blames both sides of a conflict, with Proxmox's reasons", async () => {
    const found = await infeasible(near(), apart("far", "vm:100", "vm:101"));
    assert.equal(found.length, 2);
    assert.match(
      found.join("\n"),
      /^far: the rule far can't hold: .*multiple priorities.*give all nodes of near/,
    );
  });

  it("ha-infeasible leaves out disabled rules, what isn't known yet, and rules of quorate's components", async () => {
    const far = apart("far", "vm:100", "vm:101");
    assert.deepEqual(await infeasible(near(undefined, { disable: true }), far), []);
    assert.deepEqual(await infeasible(near(unknown), far), []);
    assert.deepEqual(await infeasible({ ...near(), parent: "quorate:ha:HighAvailability" }, far), []);
  });

  it("ha-infeasible counts no nodes if the program doesn't tell them", async () => {
    assert.deepEqual(await infeasible(apart("far", "vm:100", "vm:101", "vm:102", "vm:103", "vm:104")), []);
  });

  describe("vrrp-proxmox-firewall", () => {
    const node = keepalived("a", "vrrp_instance ui {\n  virtual_router_id 51\n}");
    const firewall = (inputs: object): Declared => ({
      ...{ type: "proxmoxve:cluster/firewallLegacy:FirewallLegacy", name: "on", inputs },
    });
    const vrrp = { type: "in", action: "ACCEPT", proto: "vrrp" };
    const group = (name: string): Declared => ({
      type: "proxmoxve:cluster/firewall/security/groupLegacy:GroupLegacy",
      name: "group",
      inputs: { name, rules: [vrrp] },
    });
    const list = (inputs: object): Declared => ({
      ...{ type: "proxmoxve:firewall/rulesLegacy:RulesLegacy", name: "list", inputs },
    });
    const found = (...program: Declared[]) => violations(program, {}, "vrrp-proxmox-firewall");

    it("refuses a switch without VRRP let through, also by pvesh", async () => {
      const pvesh = "pvesh set /cluster/firewall/options --enable 1";
      const byPvesh = { ...node, name: "switch", inputs: { ...node.inputs, create: pvesh } };
      assert.match((await found(node, firewall({ enabled: true }))).join(), /^on: switches .* VRRP through/);
      assert.match((await found(node, byPvesh)).join(), /^a: pvesh: switches/);
    });

    it("wants the security group referred to, and the list of a node or the cluster", async () => {
      const on = firewall({ enabled: true });
      assert.equal((await found(node, on, group("ours"))).length, 1);
      assert.equal((await found(node, on, list({ vmId: 100, rules: [vrrp] }))).length, 1);
      assert.equal((await found(node, on, list({ rules: [{ ...vrrp, enabled: false }] }))).length, 1);
      const reference = list({ nodeName: "a", rules: [{ securityGroup: "ours", iface: "vmbr0" }] });
      assert.deepEqual(await found(node, on, group("ours"), reference), []);
      assert.deepEqual(await found(node, on, list({ rules: [vrrp] })), []);
    });

    it("lets a program be that has no VRRP, or that drops nothing", async () => {
      assert.deepEqual(await found(firewall({ enabled: true })), []);
      assert.deepEqual(await found(node, firewall({ enabled: true, inputPolicy: "ACCEPT" })), []);
      assert.deepEqual(await found(node, firewall({ enabled: false })), []);
    });
  });
});
