import assert from "node:assert/strict";
import { manage, type View } from "../../../lab/pve/node/crm";
import type { LrmStatus, ManagerStatus } from "../../../lab/pve/node/status";

const nodes = ["n1", "n2", "n3"];
const running = (state = "started"): ManagerStatus => ({
  node_status: { n1: "online", n2: "online", n3: "online" },
  service_status: { "vm:100": { node: "n1", state, uid: "0" } },
});

/** A round in which each node's agent is in a mode, and the nodes in `off` are offline for good. */
function round(
  before: ManagerStatus,
  mode: string,
  commands: readonly string[] = [],
  off: readonly string[] = [],
) {
  let uid = 0;
  const view: View = {
    ...{ now: 1, commands, rules: [], resources: new Map([["vm:100", {}]]), homeOf: () => "n1" },
    ...{ online: nodes.filter((node) => !off.includes(node)), offlineFor: () => 1e6, fenceDelayMs: 60_000 },
    ...{ fence: () => false, steal: () => undefined, newUid: () => String(++uid) },
    lrm: (): LrmStatus => ({ state: "active", mode, timestamp: 1, results: {} }),
  };
  return manage(before, view);
}
const stateOf = ({ service_status: services, disarm }: ManagerStatus): (string | undefined)[] => [
  services["vm:100"]?.state,
  disarm?.state,
];

/** The double of the CRM, by the facts measured on pve-ha-manager 5.2. */
describe("the double of the CRM, disarmed", () => {
  const frozen = round(running(), "active", ["disarm-ha freeze"]);
  const disarmed = round(frozen, "disarm");

  it("freezes the guests in the same round, and is disarmed when the agents have let go", () => {
    assert.deepEqual(stateOf(frozen), ["freeze", "disarming"]);
    assert.deepEqual(stateOf(round(frozen, "active")), ["freeze", "disarming"]);
    assert.deepEqual(stateOf(disarmed), ["freeze", "disarmed"]);
  });

  it("waits while a guest is on its way", () => {
    for (const state of ["migrate", "relocate", "recovery"])
      assert.notEqual(stateOf(round(running(state), "active", ["disarm-ha freeze"]))[0], "freeze", state);
  });

  it("fences no node that goes off, which holds nothing up; armed again, it does", () => {
    const away = round(disarmed, "disarm", [], ["n1"]);
    assert.deepEqual([away.node_status["n1"], ...stateOf(away)], ["unknown", "freeze", "disarmed"]);
    assert.equal(round(away, "disarm", ["arm-ha"], ["n1"]).node_status["n1"], "fence");
  });

  it("ignores maintenance and a second disarming", () => {
    const again = round(disarmed, "disarm", ["node-maintenance enable n2", "disarm-ha ignore"]);
    assert.deepEqual([again.node_status["n2"], again.disarm?.mode], ["online", "freeze"]);
  });

  it("gives the guests back when it is armed", () => {
    assert.deepEqual(stateOf(round(disarmed, "disarm", ["arm-ha"])), ["started", undefined]);
  });
});
