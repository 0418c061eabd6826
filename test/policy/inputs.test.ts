import assert from "node:assert/strict";
import { Secret } from "@pulumi/policy";
import { inputsOf } from "../../policy/inputs";
import { asTheSdkGives, secret, unknown } from "../support/policy/wire";

describe("inputs", () => {
  const wire = {
    connection: { host: "192.0.2.11", privateKey: secret("key"), port: unknown },
    environment: { TOKEN: secret("t"), PLAIN: "p" },
    create: secret("run it"),
    stdin: unknown,
    triggers: ["a", unknown, { deep: secret(1) }],
    nothing: null,
  };
  const values = {
    connection: { host: "192.0.2.11", privateKey: "key" },
    environment: { TOKEN: "t", PLAIN: "p" },
    create: "run it",
    triggers: ["a", undefined, { deep: 1 }],
    nothing: null,
  };
  const secrets = ["connection.privateKey", "create", "environment.TOKEN", "triggers[2].deep"];
  const unknowns = ["connection.port", "stdin", "triggers[1]"];

  it("are plain if the SDK's throw at what isn't known", () => {
    const props = asTheSdkGives(wire, "validation");
    assert.throws(() => props["stdin"], /can't be known/);
    const inputs = inputsOf(props);
    assert.deepEqual(inputs.values, values);
    assert.deepEqual([...inputs.unknowns].sort(), unknowns);
  });

  it("tell which are secrets if the SDK still knows: before a remediation", () => {
    const props = asTheSdkGives(wire, "remediation");
    assert.equal(props["create"], "run it", "the SDK unpacks it without a trace");
    const inputs = inputsOf(props);
    assert.deepEqual(inputs.values, values);
    assert.deepEqual([...inputs.secrets].sort(), secrets);
    assert.deepEqual([...inputs.unknowns].sort(), unknowns);
  });

  it("tell nothing of secrets in a validation", () => {
    assert.deepEqual(inputsOf(asTheSdkGives(wire, "validation")).secrets, new Set());
    assert.equal(new Secret(1).value, 1);
  });
});
