import assert from "node:assert/strict";
import type { Facts } from "../../../agent/facts";
import { noFacts } from "../../support/agent/noFacts";
import { secretLines, unitSignature } from "../../../agent/manifest";
import { programDigest } from "../../../agent/program";
import { demo, installDemo } from "../../support/agent/demo";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { snapshot } from "../../support/lab/snapshot";
import {
  apply,
  digestOf,
  facts,
  install,
  remove,
  run,
  textOf,
  tryApply,
  uninstall,
} from "../../support/agent/verbs";

const [node] = nodes;
const secrets = { password: "sw0rdf1sh" };
const withSecret = {
  ...demo("one"),
  files: demo("{{secret:password}}").files.slice(0, 1).concat(demo("one").files.slice(1)),
};

/** The stamp differs after each change of the node. */
const withoutStamp = ({ stamp, ...rest }: Facts): unknown => {
  assert.match(stamp, /^[0-9a-f-]{36} \S/);
  return rest;
};

const drift = async (): Promise<readonly string[] | undefined> =>
  (await facts(node)).units.get("demo")?.drift;

/** All files of the node with their times, quorate's own state included. */
const everything = async (): Promise<unknown> => [
  await snapshot(node),
  await run(node, "find /var/lib/quorate /run/quorate -printf '%p %y %m %u:%g %s %T@ %C@\\n' | sort"),
];

/** Changes behind quorate's back, the drift that they show, and their undo if an apply doesn't repair them. */
const tamperings = [
  {
    what: "an edited file",
    line: "echo more >>/etc/demo/demo.conf",
    shows: [/^\/etc\/demo\/demo.conf 0600 root:root [0-9a-f]{64}$/],
  },
  { what: "a removed file", line: "rm /etc/demo/d/one.list", shows: [/^\/etc\/demo\/d\/one.list absent$/] },
  {
    what: "a file's mode",
    line: "chmod 777 /etc/demo/demo.conf",
    shows: [/^\/etc\/demo\/demo.conf 0777 root:root [0-9a-f]{64}$/],
  },
  {
    what: "a file's owner",
    line: "chown admin /etc/demo/demo.conf",
    shows: [/^\/etc\/demo\/demo.conf 0600 admin:root [0-9a-f]{64}$/],
  },
  {
    what: "a link in place of a file",
    line: "ln -sf /etc/hostname /etc/demo/demo.conf",
    shows: [/^\/etc\/demo\/demo.conf link \/etc\/hostname$/],
  },
  {
    what: "a directory's mode",
    line: "chmod 777 /etc/demo/d",
    shows: [/^\/etc\/demo\/d directory 0777 root:demo_user$/],
  },
  { what: "a stopped service", line: "systemctl stop demo", shows: [/^demo not-running$/] },
  {
    what: "a kernel parameter",
    line: "sysctl -q -w net.ipv4.ip_nonlocal_bind=0",
    shows: [/^net.ipv4.ip_nonlocal_bind not-set$/],
  },
  { what: "a disabled service", line: "systemctl -q disable demo", shows: [/^demo disabled$/] },
  {
    what: "a masked service",
    // systemctl can't mask a service whose file is in /etc.
    line: "mv /etc/systemd/system/demo.service /lib/systemd/system && systemctl daemon-reload && systemctl -q mask demo",
    shows: [/^demo masked$/],
  },
  {
    what: "several at once",
    line: "rm -r /etc/demo/d; systemctl stop demo",
    shows: [/^\/etc\/demo\/d absent$/, /^\/etc\/demo\/d\/one.list absent$/, /^demo not-running$/],
  },
];

describe("the facts of a node", () => {
  before(() => preparedNodes());

  it("are few before the first unit, and none if quorate never was", async () => {
    assert.deepEqual(withoutStamp(await facts(node)), {
      family: "debian",
      program: { digest: programDigest("nothing"), base: "nothing" },
      addresses: ["192.0.2.11", "198.51.100.11"],
      units: new Map(),
      lists: new Map(),
      ...{ unlisted: [], open: [], others: [], claims: [] },
    });
    await uninstall(node);
    const bare = await facts(node);
    assert.deepEqual(withoutStamp(bare), withoutStamp({ ...noFacts, stamp: bare.stamp }));
    await install(node);
  });

  it("tell what was applied, by digest and base, and no secret", async () => {
    await installDemo(node);
    const text = `${textOf(withSecret, { base: "one" })}${secretLines(secrets)}base two\n`;
    await run(node, "sh /var/lib/quorate/node.sh apply", { input: text });
    const known = (await facts(node)).units.get("demo");
    assert.deepEqual(known, {
      digest: digestOf(withSecret, { base: "one" }),
      held: false,
      base: "one",
      signature: unitSignature(withSecret, secrets),
      signatureBase: "two",
      drift: [],
    });
    assert.doesNotMatch(await run(node, "sh /var/lib/quorate/node.sh facts"), /sw0rdf1sh/);
  });

  it("are only read", async () => {
    const before = await everything();
    for (let times = 0; times < 3; times++) await facts(node);
    assert.deepEqual(await everything(), before);
  });

  for (const { what, line, shows } of tamperings) {
    it(`show ${what} as drift until it's applied again`, async () => {
      await run(node, line);
      const shown = [...((await drift()) ?? [])].sort();
      assert.equal(shown.length, shows.length, shown.join("; "));
      shows.forEach((expected, index) => assert.match(shown[index] ?? "", expected));
      await apply(node, withSecret, { secrets, base: "three" });
      assert.deepEqual(await drift(), []);
      const user = await run(
        node,
        "stat -c '%a %U' /etc/demo/d /etc/demo/demo.conf; systemctl is-active demo",
      );
      assert.equal(user, "750 root\n600 root\nactive");
    });
  }

  it("tell of a mask that a refused repair put back, over a service that runs", async () => {
    await run(node, "systemctl -q mask demo");
    await tryApply(node, demo("unloadable"));
    assert.deepEqual(await drift(), ["demo masked"]);
    assert.equal(await run(node, "systemctl is-active demo"), "active");
    await apply(node, withSecret, { secrets, base: "four" });
    assert.deepEqual(await drift(), []);
  });

  it("don't change when a unit is refused", async () => {
    const before = await facts(node);
    await tryApply(node, demo("invalid"));
    const after = await facts(node);
    assert.deepEqual(withoutStamp(after), withoutStamp(before));
    // The next try has another text than the undone one.
    assert.notEqual(after.stamp, before.stamp);
  });

  it("of an earlier repair don't keep a removal from putting everything back", async () => {
    await run(node, "rm -r /etc/demo/d");
    await remove(node, "demo");
    assert.equal(
      await run(node, "cat /etc/demo/demo.conf; ls /etc/demo; stat -c '%a %U:%G' /etc/demo/demo.conf"),
      "by hand\ndemo.conf\nown.conf\n640 root:adm",
    );
    assert.equal(await run(node, "getent passwd demo_user || :"), "");
  });
});
