import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { manifest, manifestDigest, secretNames } from "../../agent/manifest";
import type { Unit } from "../../agent/unit";
import { blank } from "../support/agent/blank";

const file = (path: string, content = "x\n", mode = "0644", owner = "root:root"): Unit["files"][number] => ({
  ...{ path, content, mode, owner },
});

const whole: Unit = {
  ...blank,
  name: "ui",
  packages: ["keepalived", "curl"],
  users: [{ name: "script", comment: "Runs the checks" }],
  directories: [{ path: "/etc/k/d", mode: "0750", owner: "root:script" }],
  files: [
    file("/etc/k/one", "first\n\n  |end\nend\n", "0600"),
    file("/etc/k/two", "{{secret:b}} {{secret:a}} {{secret:b}}\n"),
  ],
  sysctls: [{ key: "net.ipv4.ip_forward", value: "1" }],
  validations: ["keepalived -t"],
  services: [
    { name: "keepalived", change: "reload", owned: true },
    { name: "rsyslog", change: "restart", owned: false },
  ],
  verifications: [
    { active: "keepalived" },
    { listening: "[2001:db8::1]:22", process: "haproxy" },
    { sysctl: "net.ipv4.ip_forward", value: "1" },
    { vrrp: "ui" },
  ],
  wire: {
    instance: "ui",
    signature: "v2 51",
    addresses: ["192.0.2.1", "192.0.2.2"],
    members: ["192.0.2.11", "192.0.2.12"],
    files: ["/etc/k/one", "/etc/k/sync"],
  },
  settle: { version: 7, cluster: "lab" },
  confirm: true,
};

describe("a manifest", () => {
  it("says everything about a unit, a line each, and its secrets as holes", () => {
    const text = manifest(whole, {
      requires: [{ unit: "sshd", digest: "abc" }],
      owner: "quorate/lab/lab",
      base: "0123456789ab",
    });
    const signature = createHash("sha256").update("v2 51").digest("hex").slice(0, 16);
    assert.equal(
      text,
      `unit ui
family debian
owner quorate/lab/lab
base 0123456789ab
requires sshd abc
package keepalived
package curl
user script Runs the checks
directory /etc/k/d 0750 root:script
file /etc/k/one 0600 root:root
|first
|
|  |end
|end
file /etc/k/two 0644 root:root
|{{secret:b}} {{secret:a}} {{secret:b}}
sysctl net.ipv4.ip_forward 1
validate keepalived -t
service keepalived reload owned
service rsyslog restart notified
verify active keepalived
verify listening [2001:db8::1]:22 haproxy
verify sysctl net.ipv4.ip_forward 1
verify vrrp ui
wire ui /etc/k/one,/etc/k/sync ${signature} 192.0.2.1,192.0.2.2
members 192.0.2.11 192.0.2.12
settle 7 lab
confirm
end
`,
    );
  });

  it("has the sha256 of its bytes as digest", () => {
    // printf 'grün\n' | sha256sum
    assert.equal(
      manifestDigest("grün\n"),
      "d2d8a3547ed87a59bd66ca28402de461108a17edfc3c91d0fe1ecd44f25986b9",
    );
  });

  it("names each secret once, sorted", () => {
    assert.deepEqual(secretNames(whole), ["a", "b"]);
    assert.deepEqual(secretNames(blank), []);
    assert.deepEqual(
      secretNames({ ...blank, files: [file("/etc/k/one", "{{secret:}}a}} {{secret:b}}\n")] }),
      ["b"],
    );
  });

  const context = { owner: "p/s/c", base: "nothing", requires: [] };
  const refused: readonly (readonly [what: string, unit: Partial<Unit>, error: RegExp])[] = [
    [
      "content that doesn't end in a newline",
      { files: [file("/etc/a", "x")] },
      /\/etc\/a: content must end in a newline/,
    ],
    [
      "a file twice",
      { files: [file("/etc/a"), file("/etc/b"), file("/etc/a")] },
      /the unit has \/etc\/a twice/,
    ],
    ...[
      "etc/a",
      "/a",
      "/etc/a b",
      "/etc/../a",
      "/etc/./a",
      "/etc//a",
      "/etc/a/",
      "/etc/a\nend",
      "/etc/..",
      "",
    ].map(
      (path) => [`the path ${JSON.stringify(path)}`, { files: [file(path)] }, /is no absolute path/] as const,
    ),
    [
      "a directory's path",
      { directories: [{ path: "/etc/a b", mode: "0755", owner: "root:root" }] },
      /no absolute path/,
    ],
    ...["755", "0999", "u+x", "07777"].map(
      (mode) =>
        [`the mode ${mode}`, { files: [file("/etc/a", "x\n", mode)] }, /not four octal digits/] as const,
    ),
    ...["root", "root:", ":root", "a b:c", "a:b:c"].map(
      (owner) =>
        [`the owner ${owner}`, { files: [file("/etc/a", "x\n", "0644", owner)] }, /not user:group/] as const,
    ),
    ["a name with a blank", { name: "a b" }, /"a b" cannot stand in a manifest/],
    [
      "a package with a newline",
      { packages: ["a\nb"] },
      /cannot stand in a manifest: it is empty or holds a blank/,
    ],
    ["an empty value", { sysctls: [{ key: "a", value: "" }] }, /"" cannot stand in a manifest/],
    ["a validation of two lines", { validations: ["a\nb"] }, /it holds a newline/],
    ["a comment of two lines", { users: [{ name: "a", comment: "b\nc" }] }, /it holds a newline/],
    [
      "a verification of a listener with a blank",
      { verifications: [{ listening: "a b", process: "c" }] },
      /holds a blank/,
    ],
  ];
  for (const [what, unit, error] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => manifest({ ...blank, ...unit }, context), error);
    });
  }
});
