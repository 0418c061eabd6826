import assert from "node:assert/strict";
import { parseHa } from "../../../../agent/status/ha";
import { printStatus } from "../../../../cli/operator/status/print";
import { answers, edited, said, statusFrom } from "../../../support/agent/statuses";

const manager = {
  master_node: "n2",
  timestamp: 1000,
  node_status: { n1: "online", n2: "online", n3: "online" },
  service_status: { "vm:100": { node: "n1", state: "started", uid: "a" } } as Record<string, object>,
};
const resources = ["vm: 100", "\tstate started", "", "ct: 101", "\tstate ignored", ""];
const rules = ["node-affinity: prefer-vm-100", "\tnodes n1:2,n2", "\tresources vm:100", ""];

/** The lines of a node's answer. */
const told = (status: object = manager, of = resources, by = rules): string[] => [
  "now 1003",
  `manager ${JSON.stringify(status)}`,
  ...of.map((line) => `resource ${line}`),
  ...by.map((line) => `rule ${line}`),
];
const from = (...lines: Parameters<typeof told>): ReturnType<typeof statusFrom> => {
  const ha = parseHa(told(...lines));
  return statusFrom(edited("well", "n1", () => (ha ? { ha } : {})));
};

describe("the status of HA", () => {
  it("is null if no node has a guest under HA", () => {
    assert.equal(statusFrom(answers("well")).ha, null);
    assert.equal(parseHa(["now 1003", "manager {}"]), undefined);
  });

  it("has the manager, and each guest's node and state", () => {
    const status = from();
    assert.deepEqual(said(status), []);
    assert.deepEqual(status.ha, {
      ...{ manager: "n2", silentFor: 3, state: "armed", nodes: manager.node_status, ignoredRules: [] },
      guests: [
        { guest: "vm:100", node: "n1", state: "started", wanted: "started" },
        { guest: "ct:101", node: null, state: "unknown", wanted: "ignored" },
      ],
    });
    assert.match(
      printStatus(status),
      /^HA +armed +n2 +none +none\n\n.*\nguest vm:100 +n1 +started +started$/m,
    );
  });

  it("takes the latest of the nodes' views: a node without quorum has an old one", () => {
    const old = parseHa(told({ ...manager, master_node: "n3", timestamp: 900 }));
    const latest = parseHa(told());
    assert.ok(old && latest);
    const given = edited("well", "n1", () => ({ ha: old }));
    const n2 = given.get("n2");
    assert.ok(n2 && !(n2 instanceof Error));
    assert.equal(statusFrom(given.set("n2", { ...n2, ha: latest })).ha?.manager, "n2");
  });

  it("tells of a manager that is silent, missing or disarmed, and of maintenance", () => {
    assert.match(
      said(from({ ...manager, timestamp: 900 })).join(),
      /HA: the manager at n2 is silent for 103 s/,
    );
    assert.match(said(from({})).join(), /HA: no manager leads/);
    const node_status = { ...manager.node_status, n3: "maintenance" };
    const away = from({ ...manager, node_status, disarm: { mode: "freeze", state: "disarmed" } });
    assert.deepEqual(said(away), [
      "HA: it is disarmed, so no failed guest starts: arm it by `ha-manager crm-command arm-ha`",
      "HA: n3 is in maintenance: end it by `bin/quorate maintenance off n3`",
    ]);
    assert.match(printStatus(away), /^HA +disarmed +n2 +n3 +none$/m);
  });

  it("tells of a guest that HA has given up, can't place or waits for, and not of one that you keep off", () => {
    for (const [state, words] of [
      ["error", /failed on n1, and HA has given it up/],
      ["fence", /waits until n1 is surely off/],
      ["recovery", /finds no node/],
    ] as const) {
      const service_status = { "vm:100": { node: "n1", state } };
      assert.match(said(from({ ...manager, service_status })).join(), words);
      assert.deepEqual(said(from({ ...manager, service_status }, ["vm: 100", "\tstate disabled"])), []);
    }
  });

  it("tells of rules that Proxmox VE ignores, and not of a disabled one", () => {
    const second = ["node-affinity: other", "\tnodes n3", "\tresources vm:100", ""];
    const reason = "Proxmox VE ignores it: resource 'vm:100' is already used in another node affinity rule";
    const both = from(manager, resources, [...rules, ...second]);
    assert.deepEqual(said(both), [`HA rule prefer-vm-100: ${reason}`, `HA rule other: ${reason}`]);
    assert.match(printStatus(both), /^HA +armed +n2 +none +prefer-vm-100 other$/m);
    assert.deepEqual(
      said(from(manager, resources, [...rules, second[0] ?? "", "\tdisable 1", ...second.slice(1)])),
      [],
    );
  });
});
