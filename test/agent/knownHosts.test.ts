import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownHost } from "../../agent/knownHosts";

const ed = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIWbuqPKVjSW3mKbhOVFUXKlzkPPjZTcQeWdiXFI4vXX";
const rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDL";
const ecdsa = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI";

const knownHostKey = (text: string, host: string, port?: number): string | undefined =>
  knownHost(text, host, port).keys[0];

describe("knownHost", () => {
  it("finds a host among several names of a line, and the best of its keys", () => {
    const text = `# a comment\n\nother ${ed}x\nn1,192.0.2.11 ${rsa}\nn1,192.0.2.11 ${ecdsa} root@n1\n192.0.2.11 ${ed} root@n1\n`;
    assert.equal(knownHostKey(text, "192.0.2.11"), ed);
    assert.equal(knownHostKey(text, "n1"), ecdsa);
    assert.equal(knownHostKey(text, "n2"), undefined);
  });

  it("tells ports apart", () => {
    const text = `192.0.2.11 ${rsa}\n[192.0.2.11]:2222 ${ed}\n[2001:db8::1]:2222 ${ecdsa}\n`;
    assert.equal(knownHostKey(text, "192.0.2.11"), rsa);
    assert.equal(knownHostKey(text, "192.0.2.11", 2222), ed);
    assert.equal(knownHostKey(text, "2001:db8::1", 2222), ecdsa);
    assert.equal(knownHostKey(text, "192.0.2.11", 2223), undefined);
  });

  it("trusts no authority, no pattern and no key of a kind that can't be pinned", () => {
    const text = `@cert-authority * ${ed}\n* ${ed}\n192.0.2.* ${ed}\nn1 ssh-dss AAAA\nn1 ssh-ed25519\n`;
    for (const host of ["n1", "192.0.2.11"])
      assert.deepEqual(knownHost(text, host), { keys: [], revoked: [], certified: true });
  });

  it("tells the keys that are revoked for the host, by its name or a pattern", () => {
    const revoked = (names: string, ...host: [string, number?]) =>
      knownHost(`@revoked ${names} ${ed} found in a backup\n`, ...host).revoked;
    for (const names of ["n1.lab", "*", "n?.lab", "x,*.LAB", "!n2.lab,*"])
      assert.deepEqual(revoked(names, "n1.lab"), [ed], names);
    for (const names of ["n2.lab", "n1-lab", "!n1.lab,*", "*.lab2"])
      assert.deepEqual(revoked(names, "n1.lab"), [], names);
    assert.deepEqual(revoked("[n1.lab]:*", "n1.lab", 2222), [ed]);
  });

  it("reads names as ssh-keygen hashes them", () => {
    const folder = mkdtempSync(join(tmpdir(), "known-hosts-"));
    const path = join(folder, "known_hosts");
    try {
      writeFileSync(path, `n1.lab ${ed}\n[n1.lab]:2222 ${rsa}\n`);
      execFileSync("ssh-keygen", ["-q", "-H", "-f", path], { stdio: "ignore" });
      const text = readFileSync(path, "utf8");
      assert.doesNotMatch(text, /n1\.lab/);
      assert.equal(knownHostKey(text, "n1.lab"), ed);
      assert.equal(knownHostKey(text, "n1.lab", 2222), rsa);
      assert.equal(knownHostKey(text, "n2.lab"), undefined);
      const hashed = text.split("\n")[0] ?? "";
      assert.deepEqual(knownHost(`${text}@revoked ${hashed}\n`, "n1.lab").revoked, [ed]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
