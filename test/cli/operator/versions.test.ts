import assert from "node:assert/strict";
import type { UpdateSummary } from "@pulumi/pulumi/automation";
import { historyOf, printHistory } from "../../../cli/operator/history/print";
import { versionsOf } from "../../../cli/operator/versions";

/** As `pulumi stack history --json --show-secrets` tells it: newest first, and no numbers on a file backend. */
const updates = [
  {
    ...{ version: 0, kind: "update", result: "failed", message: "Swap the order", environment: {} },
    startTime: "2026-11-30T10:00:02.000Z",
    config: {
      "quorate:vrrp": { value: "", objectValue: { ui: { order: ["n2", "n1"] } }, secret: false },
      "quorate:secrets": { value: '{"authPass":{"ui":"12345678"}}', secret: true },
    },
  },
  {
    ...{ version: 0, kind: "update", result: "succeeded", message: "" },
    environment: { "git.author": "Ada" },
    startTime: "2026-11-30T10:00:01.000Z",
    config: {
      "quorate:vrrp": { value: "", objectValue: { ui: { order: ["n1", "n2"] } }, secret: false },
      "quorate:secrets": { value: '{"authPass":{"ui":"87654321"}}', secret: true },
      "other:number": { value: "12345678", secret: false },
    },
  },
] as unknown as UpdateSummary[];

describe("the versions of a stack", () => {
  it("count from the oldest update, keep texts as they are, and know what is secret", () => {
    const [first, second] = versionsOf(updates);
    assert.deepEqual([first?.version, second?.version], [1, 2]);
    assert.deepEqual(first?.configuration, {
      "quorate:vrrp": { ui: { order: ["n1", "n2"] } },
      "quorate:secrets": { authPass: { ui: "87654321" } },
      "other:number": "12345678",
    });
    assert.deepEqual(first.secretKeys, ["quorate:secrets"]);
  });

  it("have the backend's own numbers if it counts", () => {
    const counted = updates.map((update, index) => ({ ...update, version: 9 - index }));
    assert.deepEqual(
      versionsOf(counted).map(({ version }) => version),
      [8, 9],
    );
  });

  it("are a history in words, newest first, without a secret", () => {
    assert.equal(
      printHistory(historyOf(versionsOf(updates))),
      `2  2026-11-30 10:00:02 UTC  update failed  (Swap the order)
    other:number: removed, it was 12345678
    secrets.authPass.ui: [secret] → another [secret]
    vrrp.ui.order: n1 n2 → n2 n1

1  2026-11-30 10:00:01 UTC  update succeeded  (commit by Ada)
    the first configuration`,
    );
    assert.equal(printHistory([]), "The stack has no updates yet.");
  });
});
