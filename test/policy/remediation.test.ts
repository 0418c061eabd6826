import assert from "node:assert/strict";
import { judgements } from "../../policy/judgements";
import { generated, Pack } from "../support/policy/pack";
import { secret, unknown } from "../support/policy/wire";

const password = generated(16);

describe("remediation", () => {
  it("is off unless asked for", async () => {
    const { inputs, violations: found } = await new Pack().register(password);
    assert.equal(inputs["length"], 16);
    assert.equal(found.length, 1);
  });

  it("corrects the length of a generated password, and keeps secrets secret", async () => {
    const pack = new Pack({ "vrrp-auth-pass-length": "remediate" });
    const { inputs, violations: found } = await pack.register({
      ...password,
      inputs: { length: 16, keepers: { seed: secret("s") }, special: unknown },
    });
    assert.deepEqual(inputs, { length: 8, keepers: { seed: secret("s") }, special: unknown });
    assert.deepEqual(found, []);
    assert.deepEqual((await pack.register({ ...password, name: "database" })).inputs["length"], 16);
    assert.deepEqual(
      (await pack.register({ ...password, inputs: { length: unknown } })).inputs["length"],
      unknown,
    );
  });

  it("corrects the group's args with it", async () => {
    const group = {
      name: "ui",
      members: ["n1", "n2"].map((node, index) => ({ node, priority: 100 - index, interface: "eth0" })),
      virtualIpaddress: [],
      tracks: [],
      notify: {},
      authPass: { kind: "generated", length: 12 },
    };
    const pack = new Pack({ "vrrp-auth-pass-length": "remediate" });
    const resource = { type: "quorate:vrrp:VrrpGroup", name: "ui", inputs: { group, subnets: [] } };
    const { inputs, violations: found } = await pack.register(resource);
    assert.deepEqual((inputs["group"] as typeof group).authPass, { kind: "generated", length: 8 });
    assert.deepEqual(found, []);
  });

  it("is there for nothing else: the pack knows no host's key", () => {
    const able = judgements.filter(({ remediate }) => remediate).map(({ rule }) => rule.name);
    assert.deepEqual(able, ["vrrp-auth-pass-length"]);
  });
});
