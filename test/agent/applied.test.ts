import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseApplied } from "../../agent/applied";
import { clone } from "../../lab";

/** What a node tells of a unit whose file reads `now`; the applied text is in the manifest. */
function told(content: readonly string[], now: string) {
  const home = mkdtempSync(join(tmpdir(), "quorate-applied-"));
  try {
    const file = join(home, "ui.conf");
    writeFileSync(file, now);
    mkdirSync(join(home, "units/ui"), { recursive: true });
    const lines = ["unit ui", `file ${file} 0600 root:root`, ...content.map((line) => `|${line}`), "end"];
    writeFileSync(join(home, "units/ui/manifest"), `${lines.join("\n")}\n`);
    writeFileSync(join(home, "units/ui/files"), `${file} 0600 root:root ${"0".repeat(64)}\n`);
    const script = `home=${home}; . ${clone}/agent/status/applied.sh; applied; edited`;
    const { manifests, edited } = parseApplied(spawnSync("sh", ["-c", script], { encoding: "utf8" }).stdout);
    return { manifest: manifests.get("ui"), wanted: `${lines.join("\n")}\n`, edited: edited.get(file) };
  } finally {
    rmSync(home, { recursive: true });
  }
}

describe("what a preview reads of applied units", () => {
  const applied = ["vrrp_instance ui {", "    priority 100", "    auth_pass {{secret:auth_pass}}", "}"];

  it("has the manifest as it was, and an edited text without its secrets", () => {
    const { manifest, wanted, edited } = told(
      applied,
      "vrrp_instance ui {\n    priority 120\n    auth_pass Hidden42\n\tauth_pass  Hidden43\n}\n# auth_pass Hidden44\n" +
        "stats auth admin:Hidden45\nuser a insecure-password Hidden46\n",
    );
    assert.equal(manifest, wanted);
    assert.doesNotMatch(edited ?? "", /Hidden/);
    assert.match(edited ?? "", /^vrrp_instance ui \{\n {4}priority 120\n {4}auth_pass \[secret\]\n/);
  });

  it("hides a file that is a secret as a whole", () => {
    assert.equal(told(["{{secret:certificates}}"], "Hidden1\nHidden2\n").edited, "[secret]\n");
  });
});
