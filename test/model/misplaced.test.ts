import assert from "node:assert/strict";
import { printPath } from "../../model/finding";
import { base, encryptedAt, findingsOf, places } from "../support/model/configurations";

describe("an encrypted value", () => {
  it("is a finding at every place of the schema, alone, with its path and what to do", () => {
    const tried = places();
    assert.ok(tried.length > 200, String(tried.length));
    for (const place of tried) {
      const { input, path } = encryptedAt(place, { secure: "AAABAJx" });
      const found = findingsOf(input);
      assert.deepEqual(
        found.map(({ code, path: at }) => [code, at]),
        [["CONFIG_SECRET_MISPLACED", printPath(path)]],
      );
      assert.match(
        found[0]?.message ?? "",
        /in clear to previews, the state and the nodes; (write it in|run pulumi)/,
      );
    }
  });

  it("that is a password is told its own place, whatever the group's name", () => {
    for (const [place, secret] of [
      [["vrrp", "ui", "authPass"], "authPass.ui"],
      [["vrrp", "ui", "authPass", "length"], "authPass.ui"],
      [["vrrp", "a.b", "authPass"], 'authPass."a.b"'],
      [["haproxy", "stats", "auth", "password"], "statsPassword"],
    ] as const) {
      const [found] = findingsOf(encryptedAt(place, { secure: "AAAB" }).input);
      assert.ok(found?.message.includes(`--path 'quorate:secrets.${secret}', and write {secret: true}`));
    }
  });

  it("in quorate:secrets is none, but a key there that quorate doesn't know is one, and its value isn't said", () => {
    const all = { authPass: { ui: { secure: "AAAB" } }, statsPassword: { secure: "AAAB" } };
    assert.deepEqual(findingsOf({ ...base(), secrets: all }), []);
    for (const [secrets, code, path] of [
      [{ ...all, statPassword: "hunter2" }, "CONFIG_KEY_UNKNOWN", "secrets"],
      [{ authPass: "hunter2" }, "CONFIG_VALUE_INVALID", "secrets.authPass"],
      ["hunter2", "CONFIG_VALUE_INVALID", "secrets"],
    ] as const) {
      const found = findingsOf({ ...base(), secrets });
      assert.deepEqual(
        found.map((finding) => [finding.code, finding.path]),
        [[code, path]],
      );
      assert.ok(!JSON.stringify(found).includes("hunter2"), JSON.stringify(found));
    }
  });
});
