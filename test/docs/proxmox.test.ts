import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { clone } from "../../lab";

describe("docs/proxmox.md", () => {
  const page = readFileSync(`${clone}/docs/proxmox.md`, "utf8");
  const rows = [...page.matchAll(/\| `([\w/.]+\.ts)`: (.+?) +\|$/gm)];

  it("names a test for each line on how Proxmox's commands behave", () => {
    const [, table = ""] = /^## How its commands behave$([^]*)/m.exec(page) ?? [];
    const lines = table
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2);
    assert.equal(rows.length, lines.length);
    assert.ok(rows.length > 20);
  });

  for (const [, file = "", title = ""] of rows) {
    it(`names a test that is there: ${title}`, () => {
      assert.ok(readFileSync(`${clone}/test/${file}`, "utf8").includes(title), `not in test/${file}`);
    });
  }
});
