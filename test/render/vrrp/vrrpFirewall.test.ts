import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = join(__dirname, "../../../render/vrrp/vrrp-firewall.sh");

/** Runs `script` in a new network namespace. `vrrp_firewall` is the program. */
function inNamespace(script: string, path = process.env["PATH"] ?? ""): string {
  const text = `vrrp_firewall() { sh ${program} "$@"; }\n${script}`;
  const { status, stdout, stderr } = spawnSync("unshare", ["--net", "sh", "-euc", text], {
    encoding: "utf8",
    env: { PATH: path },
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

const strict = `
nft add table inet guard
nft add chain inet guard in '{ type filter hook input priority 0; policy drop; }'
nft add rule inet guard in tcp dport 22 accept
nft add chain inet guard out '{ type filter hook output priority 0; policy drop; }'
nft add table ip other
nft add chain ip other late '{ type filter hook input priority 9; policy accept; }'
nft add rule ip other late udp dport 1 reject
nft add chain ip other open '{ type filter hook input priority 10; policy accept; }'
`;

/** The lines of an nftables ruleset that accept VRRP, each after its chain. */
function acceptances(ruleset: string): string[] {
  let chain = "";
  return ruleset.split("\n").flatMap((line) => {
    chain = /^\s*chain (\S+)/.exec(line)?.[1] ?? chain;
    return line.includes("quorate-vrrp") ? [`${chain}: ${line.trim()}`] : [];
  });
}

describe("vrrp-firewall", () => {
  it("accepts VRRP first in every nftables chain that could refuse it, once", () => {
    const ruleset = inNamespace(`${strict} vrrp_firewall accept; vrrp_firewall accept; nft list ruleset`);
    const rule = 'meta l4proto vrrp accept comment "quorate-vrrp"';
    assert.deepEqual(acceptances(ruleset), [`in: ${rule}`, `late: ${rule}`]);
    assert.ok(ruleset.indexOf(rule) < ruleset.indexOf("tcp dport 22"));
  });

  it("leaves nftables as it was when it revokes", () => {
    const [before, after] = inNamespace(
      `${strict} nft list ruleset; echo ====; vrrp_firewall accept; vrrp_firewall revoke; vrrp_firewall revoke; nft list ruleset`,
    ).split("====\n");
    assert.equal(after, before);
  });

  it("accepts again after the rules were loaded anew", () => {
    const ruleset = inNamespace(
      `${strict} vrrp_firewall accept; nft flush ruleset; ${strict} vrrp_firewall accept; nft list ruleset`,
    );
    assert.equal(acceptances(ruleset).length, 2);
  });

  it("adds nothing if nothing refuses", () => {
    assert.equal(
      inNamespace(
        "vrrp_firewall accept; nft list ruleset; iptables -S; ip6tables -S | grep -v ^-P || :",
      ).includes("vrrp"),
      false,
    );
  });

  it("is there before you switch on the firewall of Proxmox VE, which appends to present rules", () => {
    const bin = mkdtempSync(join(tmpdir(), "quorate-pve-firewall-"));
    try {
      writeFileSync(join(bin, "pve-firewall"), "");
      chmodSync(join(bin, "pve-firewall"), 0o755);
      const [accepted, revoked] = inNamespace(
        `vrrp_firewall accept; iptables -N PVEFW-INPUT; iptables -A INPUT -j PVEFW-INPUT; iptables -S INPUT; echo ====
        vrrp_firewall revoke; iptables -S INPUT`,
        `${bin}:${process.env["PATH"] ?? ""}`,
      ).split("====\n");
      assert.match(
        accepted ?? "",
        /^-P INPUT ACCEPT\n.*quorate-vrrp"? -j ACCEPT\n-A INPUT -j PVEFW-INPUT\n$/,
      );
      assert.equal(revoked, "-P INPUT ACCEPT\n-A INPUT -j PVEFW-INPUT\n");
    } finally {
      rmSync(bin, { recursive: true });
    }
  });

  for (const variant of ["nft", "legacy"]) {
    it(`accepts VRRP first in iptables (${variant}) and ip6tables, and only there`, () => {
      const [ipv4, ipv6] = [`iptables-${variant}`, `ip6tables-${variant}`];
      const bin = mkdtempSync(join(tmpdir(), "quorate-iptables-"));
      try {
        spawnSync("sh", [
          "-c",
          `cd ${bin} && ln -s /usr/sbin/${ipv4} iptables && ln -s /usr/sbin/${ipv6} ip6tables`,
        ]);
        const [before, accepted, after] = inNamespace(
          `iptables -P INPUT DROP; iptables -A INPUT -p tcp -j ACCEPT; ip6tables -A INPUT -j REJECT
          iptables -S; ip6tables -S; echo ====
          vrrp_firewall accept; vrrp_firewall accept; iptables -S INPUT; ip6tables -S INPUT; nft list ruleset 2>/dev/null | grep quorate || :; echo ====
          vrrp_firewall revoke; iptables -S; ip6tables -S`,
          `${bin}:${process.env["PATH"] ?? ""}`,
        ).split("====\n");
        const lines = (accepted ?? "").trim().split("\n");
        const ours = lines.filter((line) => line.includes("quorate-vrrp"));
        assert.equal(ours.length, 2, accepted);
        const rule = /^-A INPUT -p (vrrp|112) -m comment --comment "?quorate-vrrp"? -j ACCEPT$/;
        for (const line of ours) assert.match(line, rule);
        assert.deepEqual([lines.indexOf(ours[0] ?? ""), lines.lastIndexOf(ours[1] ?? "")], [1, 4]);
        assert.equal(after, before);
      } finally {
        rmSync(bin, { recursive: true });
      }
    });
  }

  it("leaves iptables' chains to iptables", () => {
    const ruleset = inNamespace("iptables -P INPUT DROP; vrrp_firewall accept; nft list ruleset 2>/dev/null");
    assert.equal((ruleset.match(/vrrp/g) ?? []).length, 1);
  });

  it("refuses a word that it doesn't know", () => {
    const { status, stderr } = spawnSync("sh", [program, "allow"], { encoding: "utf8" });
    assert.equal(status, 2);
    assert.match(stderr, /accept \| revoke/);
  });
});
