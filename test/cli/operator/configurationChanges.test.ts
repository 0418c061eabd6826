import assert from "node:assert/strict";
import { configurationChanges } from "../../../cli/operator/configurationChanges";

describe("the changes between two configurations", () => {
  const before = {
    "quorate:vrrp": { ui: { order: ["pve1", "pve2"], virtualRouterId: 51 }, dns: { virtualRouterId: 53 } },
    "quorate:secrets": { authPass: { ui: "sesame12", dns: "sesame13" } },
    "other:key": "x",
  };

  it("are none between equal ones", () => {
    assert.deepEqual(configurationChanges(before, structuredClone(before)), []);
  });

  it("are words by path: a list, a value, what came and what went", () => {
    const after = {
      "quorate:vrrp": {
        ui: { order: ["pve2", "pve1"], virtualRouterId: 50, track: [{ process: "pveproxy" }] },
      },
      "quorate:secrets": before["quorate:secrets"],
    };
    assert.deepEqual(configurationChanges(before, after), [
      "other:key: removed, it was x",
      "vrrp.ui.order: pve1 pve2 → pve2 pve1",
      "vrrp.ui.virtualRouterId: 51 → 50",
      "vrrp.ui.track: added, [{process: pveproxy}]",
      "vrrp.dns: removed, it was {virtualRouterId: 53}",
    ]);
  });

  it("name secrets and never show them", () => {
    const after = {
      ...before,
      "quorate:secrets": { authPass: { ui: "another1" }, statsPassword: "geheim12" },
    };
    assert.deepEqual(configurationChanges(before, after), [
      "secrets.authPass.ui: [secret] → another [secret]",
      "secrets.authPass.dns: removed, it was [secret]",
      "secrets.statsPassword: added, [secret]",
    ]);
    assert.deepEqual(configurationChanges({}, { "quorate:secrets": "geheim12" }), [
      "secrets: added, [secret]",
    ]);
  });
});
