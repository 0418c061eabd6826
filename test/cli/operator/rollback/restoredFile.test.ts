import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { restoredFile } from "../../../../cli/operator/rollback/restoredFile";

const text = `# our cluster
config:
  quorate:vrrp:
    ui:
      virtualRouterId: 51 # agreed with the network team
      order: [n2, n1] # n2 has the faster link
    dns: {virtualRouterId: 53}
  quorate:secrets:
    authPass:
      ui: {secure: AAAA}
      dns: {secure: BBBB}
encryptionsalt: v1:salt
`;
const present = {
  "quorate:vrrp": { ui: { virtualRouterId: 51, order: ["n2", "n1"] }, dns: { virtualRouterId: 53 } },
  "quorate:secrets": { authPass: { ui: "uiuiuiui", dns: "dnsdnsdn" } },
};

describe("a stack's file with the configuration of a version", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-test-"));
  const file = join(folder, "Pulumi.home.yaml");
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const restoredTo = (configuration: Record<string, unknown>, secretKeys = ["quorate:secrets"]): string => {
    writeFileSync(file, text);
    const version = {
      version: 1,
      kind: "update",
      at: "",
      result: "succeeded",
      message: "",
      author: undefined,
    };
    return restoredFile(file, present, { ...version, configuration, secretKeys }, (value) => ({
      secure: `sealed ${String(value.length)}`,
    }));
  };

  it("is the same text if nothing differs", () => {
    assert.equal(restoredTo(present), text);
  });

  it("keeps comments and style, and changes what differs", () => {
    const back = restoredTo({
      ...present,
      "quorate:vrrp": { ui: { virtualRouterId: 51, order: ["n1", "n2"], nopreempt: true } },
    });
    assert.equal(
      back,
      text
        .replace("order: [n2, n1] # n2 has the faster link", "order: [n1, n2]\n      nopreempt: true")
        .replace("    dns: {virtualRouterId: 53}\n", ""),
    );
  });

  it("keeps the encryption of a secret that stays, and encrypts the others", () => {
    const back = restoredTo({
      ...present,
      "quorate:secrets": { authPass: { ui: "uiuiuiui", dns: "another" } },
    });
    assert.equal(back, text.replace("BBBB", "sealed 7"));
  });

  it("has no secret in clear, whatever keys come back with it", () => {
    const configuration = { ...present, "other:token": "geheim", "other:nested": { deep: ["geheim", "x"] } };
    const back = restoredTo(configuration, ["quorate:secrets", "other:token", "other:nested"]);
    assert.doesNotMatch(back, /geheim|uiuiuiui|dnsdnsdn/);
    const { config } = parse(back) as { config: Record<string, unknown> };
    assert.deepEqual(config["other:token"], { secure: "sealed 6" });
  });
});
