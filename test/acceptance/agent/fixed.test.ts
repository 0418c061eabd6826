import assert from "node:assert/strict";
import type { Outcome } from "../../../lab";
import { blank, demo, file, installDemo } from "../../support/agent/demo";
import { demoState } from "../../support/agent/demoState";
import { nodes, preparedNodes, sideBySide } from "../../support/lab/freshNodes";
import { apply, facts, remove, run, tryApply, tryRemove, verb } from "../../support/agent/verbs";

const conf = "/etc/demo/demo.conf";

/** Sets an extended attribute (setxattr(2)), because the nodes lack setfattr. `value` is in hexadecimal. */
const setAttribute = (path: string, name: string, value: string): string =>
  `perl -e 'my $v = pack("H*", $ARGV[2]); syscall(188, $ARGV[0], $ARGV[1], $v, length $v, 0) == 0 or die $!' ${path} ${name} ${value}`;
const readAttribute = (path: string, name: string): string =>
  `perl -e 'my $v = "\\0" x 99; my $n = syscall(191, $ARGV[0], $ARGV[1], $v, 99); print unpack("H*", substr $v, 0, $n)' ${path} ${name}`;

/** An ACL in the kernel's form (acl(5)): rw for the owner, r for user 1000, nothing for all others. */
const acl =
  "02000000" +
  "01000600ffffffff" +
  "02000400e8030000" +
  "04000000ffffffff" +
  "10000400ffffffff" +
  "20000000ffffffff";

/** What keeps a file of the unit from being replaced, its end, and what the refusal says of it. */
const obstacles = [
  {
    line: `chattr +i ${conf}`,
    end: `chattr -i ${conf}`,
    says: /demo\.conf is immutable or append-only: run chattr/,
  },
  { line: `chattr +a ${conf}`, end: `chattr -a ${conf}`, says: /demo\.conf is immutable or append-only/ },
  { line: "chattr +i /etc/demo/d", end: "chattr -i /etc/demo/d", says: /\/etc\/demo\/d is immutable/ },
  { line: "chattr +a /etc/demo/d", end: "chattr -a /etc/demo/d", says: /\/etc\/demo\/d is immutable or app/ },
  {
    line: "mount --bind /etc/demo/d /etc/demo/d; mount -o remount,ro,bind /etc/demo/d",
    end: "umount /etc/demo/d",
    says: /\/etc\/demo\/d is on a read-only filesystem: mount it for writing/,
  },
  {
    line: setAttribute(conf, "system.posix_acl_access", acl),
    end: `cp --no-preserve=all ${conf} ${conf}.new; mv ${conf}.new ${conf}`,
    says: /demo\.conf has an ACL, which a new file would lose: run setfacl -b/,
  },
  {
    line: `chattr +d ${conf}`,
    end: `chattr -d ${conf}`,
    says: /has attributes that a new file would lose \(d\)/,
  },
];

describe("a file that can't be replaced", () => {
  before(async () => {
    await preparedNodes();
    await Promise.all(nodes.map((node) => installDemo(node)));
    await Promise.all(nodes.map((node) => apply(node, demo("one"))));
  });

  it("refuses a change and a removal before anything is touched, and says what to do", () =>
    sideBySide(obstacles, async (node, { line, end, says }) => {
      await run(node, line);
      const before = await demoState(node);
      const attempts: (() => Promise<Outcome>)[] = [
        () => tryApply(node, demo("two")),
        () => tryRemove(node, "demo"),
      ];
      for (const attempt of attempts) {
        const { exitCode, stderr } = await attempt();
        assert.equal(exitCode, 1, line);
        assert.match(stderr, says);
        assert.match(stderr, /the node is as it was before/);
        assert.deepEqual((await demoState(node)).split("\n"), before.split("\n"), line);
      }
      await run(node, end);
      await apply(node, demo("two"));
      await apply(node, demo("one"));
    }));

  it("refuses a first change with packages before it installs one", async () => {
    const [node] = nodes;
    await run(node, "mkdir /etc/fixed; echo mine >/etc/fixed/a; chattr +i /etc/fixed/a");
    const unit = { ...blank, name: "fixed", packages: ["keepalived"], files: [file("/etc/fixed/a", "x\n")] };
    const { stderr } = await tryApply(node, unit);
    assert.match(stderr, /\/etc\/fixed\/a is immutable.*the node is as it was before/);
    assert.doesNotMatch(await run(node, "cat /var/log/dpkg.log || :"), / install keepalived/);
    await run(node, "chattr -i /etc/fixed/a");
  });

  it("doesn't count if it stays the same", async () => {
    const [node] = nodes;
    await run(node, "chattr +i /etc/demo/new/deep/more.conf");
    const { files, ...rest } = demo("one");
    const other = files.map((each) => (each.path === conf ? { ...each, content: "other\n" } : each));
    await apply(node, { ...rest, files: other });
    await run(node, "chattr -i /etc/demo/new/deep/more.conf");
    await apply(node, demo("one"));
  });

  it("keeps its extended attributes", async () => {
    const [node] = nodes;
    await run(node, setAttribute(conf, "user.note", "6d696e65"));
    await apply(node, demo("two"));
    assert.equal(await run(node, readAttribute(conf, "user.note")), "6d696e65");
    assert.equal(await run(node, `stat -c '%a %U:%G' ${conf}; cat ${conf}`), "600 root:root\ntwo");
    await apply(node, demo("one"));
  });
});

describe("a change that can't be put back", () => {
  const [node] = nodes;
  const mate = { ...blank, name: "mate", files: [file("/etc/demo/mate.conf", "x\n")] };
  const sharing = { ...mate, services: [{ name: "demo", change: "reload", owned: true }] as const };
  const alone = { ...blank, name: "alone", files: [file("/etc/alone/a.conf", "x\n")] };

  before(async () => {
    await preparedNodes();
    await installDemo(node);
    await apply(node, demo("one"));
    const load = "/usr/local/lib/demo/load";
    await run(node, `cp ${load} ${load}.sound; printf '#!/bin/sh\\nchattr +i ${conf}; exit 1\\n' >${load}`);
    const { stderr } = await tryApply(node, demo("two"));
    assert.match(stderr, /NOT everything could be put back; the next run tries again/);
    await run(node, `mv ${load}.sound ${load}`);
  });

  it("is a fact with its reason, and drift of its unit", async () => {
    const known = await facts(node);
    assert.deepEqual(
      known.open.map(({ unit }) => unit),
      ["demo"],
    );
    assert.match(known.open[0]?.reason ?? "", /demo\.conf.*Operation not permitted/);
    assert.match(known.units.get("demo")?.drift.join("\n") ?? "", /^open .*Operation not permitted$/m);
  });

  it("keeps its unit and those that share a part with it from a change, with the reason", async () => {
    const attempts = [
      () => tryApply(node, demo("one")),
      () => tryRemove(node, "demo"),
      () => tryApply(node, { ...sharing, verifications: [{ active: "demo" }] }),
    ];
    for (const attempt of attempts) {
      const { exitCode, stderr } = await attempt();
      assert.equal(exitCode, 1);
      assert.match(
        stderr,
        /an interrupted change of unit demo has a part in this one .*Operation not permitted/,
      );
    }
  });

  it("keeps no other unit from a change or a removal", async () => {
    await apply(node, alone);
    await remove(node, "alone");
    assert.equal((await verb(node, "recover")).exitCode, 1);
  });

  it("is put back by the next run after its reason is gone", async () => {
    await run(node, `chattr -i ${conf}`);
    await apply(node, { ...sharing, verifications: [{ active: "demo" }] });
    assert.equal(await run(node, `cat ${conf} /run/demo.loaded`), "one\none\nx\nleft alone");
    assert.deepEqual((await facts(node)).open, []);
  });
});
