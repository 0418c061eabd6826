import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clone, command, type Outcome } from "../../../lab";

describe("bin/quorate", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-stack-"));
  const file = join(folder, "Pulumi.home.yaml");
  const nodes = "{ pve1: { address: 192.0.2.11 }, pve2: { address: 192.0.2.12 } }";
  const networks = "{ lan: { subnet: 192.0.2.0/24, interface: vmbr0 } }";
  writeFileSync(
    file,
    `config:\n  quorate:cluster: { name: home, ssh: { hostKeys: known }, networks: ${networks}, nodes: ${nodes} }\n`,
  );
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const quorate = (...args: string[]): Promise<Outcome> =>
    command([`${clone}/bin/quorate`, ...args, "--config-file", file]);

  it("maintenance takes on or off, and a node of the cluster", async () => {
    assert.match((await quorate("maintenance", "maybe", "pve1")).stderr, /Allowed choices are on, off/);
    const { exitCode, stderr } = await quorate("maintenance", "on", "pve9");
    assert.deepEqual(
      [exitCode, stderr],
      [2, "quorate: pve9 is no node of the cluster; write one of pve1, pve2"],
    );
  });

  it("token makes none for a screen", async () => {
    const line = `${clone}/bin/quorate token -s home --config-file ${file}`;
    const { stdout, exitCode } = await command(["script", "-qec", line, "/dev/null"]);
    assert.match(stdout, /run: bin\/quorate token -s home \| bin\/pulumi config set -s home --secret/);
    assert.equal(exitCode, 2);
  });
});
