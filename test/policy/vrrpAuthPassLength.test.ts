import { strict as assert } from "node:assert";
import { vrrpAuthPassLength } from "../../policy/vrrpAuthPassLength";
import { violations, vrrpGroupProps } from "./validate";

/** The model refuses these itself; a program that makes groups its own way meets the policy. */
const withAuthPass = (authPass: object, more: object = {}) => {
  const props = vrrpGroupProps("ui");
  return [{ name: "ui", props: { ...props, group: { ...(props["group"] as object), authPass }, ...more } }];
};

describe("policy vrrp-auth-pass-length", () => {
  it("judges a generated password, still unknown at a first preview, by the length asked for", async () => {
    const ask = (length: number) =>
      violations(vrrpAuthPassLength(), withAuthPass({ kind: "generated", length }));
    assert.deepEqual(await ask(8), [[]]);
    for (const length of [7, 9, 12])
      assert.match((await ask(length))[0]?.[0] ?? "", new RegExp(`^vrrp\\.ui\\.authPass: ${length} char`));
  });

  it("judges a given password by itself, without showing it", async () => {
    const give = (authPass: string) =>
      violations(vrrpAuthPassLength(), withAuthPass({ kind: "given" }, { authPass }));
    assert.deepEqual(await give("Abcdef78"), [[]]);
    const [[message]] = (await give("MySecretPass")) as [[string]];
    assert.match(message, /12 characters/);
    assert.ok(!message.includes("MySecretPass"));
  });

  it("says nothing where VRRP carries none", async () => {
    assert.deepEqual(await violations(vrrpAuthPassLength(), withAuthPass({ kind: "none" })), [[]]);
  });
});
