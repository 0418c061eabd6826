import assert from "node:assert/strict";
import { boot, crash, exec, waitFor } from "../../../lab";
import { blank, demo, file, installDemo } from "../../support/agent/demo";
import { nodes, nothingLeft, preparedNodes } from "../../support/lab/freshNodes";
import { offerRpms, type Rpm } from "../../support/agent/rpms";
import { assertAsBefore, snapshot } from "../../support/lab/snapshot";
import { apply, facts, remove, run, tryApply } from "../../support/agent/verbs";

const [node] = nodes;

/** Packages that the node has, so that scripts can run, and packages that dnf and rpm can install. */
const rpms: readonly Rpm[] = [
  { name: "bash", provides: "/bin/sh", requires: "glibc" },
  { name: "glibc" },
  {
    name: "q-tool",
    requires: "q-tool-libs",
    recommends: "q-extras",
    config: "/etc/q-tool.conf",
    pre: "getent passwd q_tool >/dev/null || useradd -r q_tool",
  },
  { name: "q-tool-libs" },
  { name: "q-extras" },
  { name: "q-other", requires: "q-other-libs", config: "/etc/q-other.conf" },
  { name: "q-other-libs" },
  { name: "mine", requires: "q-other-libs" },
  { name: "q-slow", requires: "q-tool-libs", pre: "touch /run/slow; sleep 600" },
];

/** The lab has no node of the RHEL family. A Debian node claims to be one, with a restorecon that notes its calls. */
const disguise = `
sed -i 's/^ID=.*/ID="rocky"\\nID_LIKE="rhel centos fedora"/' /etc/os-release
printf '#!/bin/sh\\necho "$@" >>/run/relabelled\\n' >/usr/local/sbin/restorecon
chmod 755 /usr/local/sbin/restorecon`;

const packages = (): Promise<string> =>
  run(node, "rpm -qa --queryformat '%{NAME}\\n' | sort | paste -sd ' '");

describe("a node of the RHEL family", () => {
  before(async () => {
    await preparedNodes();
    await installDemo(node);
    await offerRpms(node, rpms, ["bash", "glibc"]);
    await run(node, disguise);
  });

  it("says so, and refuses a unit for Debian", async () => {
    assert.equal((await facts(node)).family, "rhel");
    const { exitCode, stderr } = await tryApply(node, demo("one"));
    assert.deepEqual(
      [exitCode, /for the debian family, and this node is of family rhel/.test(stderr)],
      [1, true],
      stderr,
    );
  });

  it("installs what is missing, and removes that with its dependencies, but nothing that others need", async () => {
    const before = await snapshot(node);
    const unit = demo("one", { family: "rhel", packages: ["bash", "q-tool"] });
    await apply(node, unit);
    assert.equal(await packages(), "bash glibc q-tool q-tool-libs");
    await apply(node, { ...blank, family: "rhel", name: "other", packages: ["q-other"] });
    await remove(node, "demo");
    assert.equal(await packages(), "bash glibc q-other q-other-libs");
    assert.equal(await run(node, "getent passwd q_tool || :"), "", "the user that a package made stays");
    await run(node, "dnf -q -y install mine");
    await remove(node, "other");
    assert.equal(await packages(), "bash glibc mine q-other-libs");
    await run(node, "rpm --erase mine q-other-libs");
    await assertAsBefore(node, before);
  });

  it("undoes an installation when the unit is refused, and says what dnf says", async () => {
    const before = await snapshot(node);
    const wanted = { family: "rhel", packages: ["q-tool"] } as const;
    assert.equal((await tryApply(node, demo("invalid", wanted))).exitCode, 1);
    assert.equal(await packages(), "bash glibc");
    const { stderr } = await tryApply(node, demo("two", { ...wanted, packages: ["no-such"] }));
    assert.match(
      stderr,
      /cannot install no-such; the node is as it was before\nError: Unable to find a match: no-such/,
    );
    await assertAsBefore(node, before);
  });

  it("leaves nothing of an installation that a power cut ended", async () => {
    const before = await snapshot(node);
    const applying = tryApply(node, demo("one", { family: "rhel", packages: ["q-slow"] }));
    await waitFor(async () => (await exec(node, "test -e /run/slow")).exitCode === 0, {
      what: "the installation to have begun",
    });
    assert.equal(await packages(), "bash glibc q-tool-libs");
    await crash(node);
    await applying;
    await boot(node);
    await nothingLeft(node);
    assert.equal(await packages(), "bash glibc");
    await run(node, "rm -f /var/tmp/rpm-tmp.*"); // rpm's own file of the script
    await assertAsBefore(node, before);
  });

  it("has a new file labelled for SELinux, and not one that is put back", async () => {
    await run(node, "rm -f /run/relabelled; echo old >/etc/labelled");
    await apply(node, {
      ...blank,
      family: "rhel",
      name: "labelled",
      files: [file("/etc/labelled", "new\n")],
    });
    await remove(node, "labelled");
    assert.equal(await run(node, "cat /run/relabelled"), "/etc/labelled");
  });

  it("neither Debian nor RHEL, refuses both", async () => {
    await run(node, "sed -i 's/^ID=.*/ID=alpine/; /^ID_LIKE/d' /etc/os-release");
    for (const family of ["debian", "rhel"] as const) {
      const { exitCode, stderr } = await tryApply(node, { ...blank, name: "any", family });
      assert.deepEqual(
        [exitCode, stderr.includes("this node is of family unknown (alpine )")],
        [1, true],
        stderr,
      );
    }
  });
});
