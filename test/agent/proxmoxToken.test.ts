import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tokenScript } from "../../agent/proxmoxToken";
import { proxmoxProgram } from "../../lab";

describe("the token of Proxmox's API, made on a node", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-pveum-"));
  const config = join(folder, "user.cfg");
  after(() => {
    for (const each of [folder, `${folder}-double`]) rmSync(each, { recursive: true });
  });
  before(async () => {
    writeFileSync(join(folder, "main.js"), (await proxmoxProgram()).replaceAll("/etc/pve", folder));
    mkdirSync(`${folder}-double`);
    writeFileSync(`${folder}-double/version`, "9.1.6\n");
    // It notes its arguments, as a list of processes shows them.
    const double = `#!/bin/sh\necho "$*" >>${folder}/arguments\nexec '${process.execPath}' ${folder}/main.js pveum "$@"\n`;
    writeFileSync(join(folder, "pveum"), double);
    chmodSync(join(folder, "pveum"), 0o755);
    writeFileSync(config, "user:root@pam:1:0::::::\nrole:QuorateHA:Sys.Audit:\n");
  });

  const make = () =>
    spawnSync("sh", ["-s"], {
      input: tokenScript.replaceAll("/etc/pve", folder),
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` },
    });

  it("has a user with the needed privileges alone, and its secret is on standard output alone", () => {
    const { stdout, stderr, status } = make();
    assert.equal(status, 0, stderr);
    const [, secret = ""] = /^quorate@pve!pulumi=([0-9a-f-]{36})\n$/.exec(stdout) ?? [];
    assert.notEqual(secret, "");
    assert.ok(!stderr.includes(secret) && !readFileSync(join(folder, "arguments"), "utf8").includes(secret));
    assert.deepEqual(readFileSync(config, "utf8").trim().split("\n").sort(), [
      "acl:1:/:quorate@pve:QuorateHA:",
      "role:QuorateHA:Sys.Audit,Sys.Console:",
      "token:quorate@pve!pulumi:0:0::",
      "user:quorate@pve:1:0::::quorate::",
      "user:root@pam:1:0::::::",
    ]);
  });

  it("is not made a second time", () => {
    const before = readFileSync(config, "utf8");
    const { stdout, stderr, status } = make();
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /exists already.*pveum user token remove quorate@pve pulumi/);
    assert.equal(readFileSync(config, "utf8"), before);
  });
});
