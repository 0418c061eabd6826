import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { statusSchema } from "../../cli/operator/status/schema";
import { clone } from "../../lab";

describe("docs/status.md", () => {
  it("shows JSON of the schema, with every key", () => {
    const page = readFileSync(`${clone}/docs/status.md`, "utf8");
    const [, json = ""] = /```json\n([^]*?)```/.exec(page) ?? [];
    const shown: unknown = JSON.parse(json);
    assert.deepEqual(statusSchema.parse(shown), shown);
  });
});
