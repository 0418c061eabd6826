import assert from "node:assert/strict";
import { blank, demo, file, installDemo } from "./demo";
import { nodes, preparedNodes } from "./freshNodes";
import { assertAsBefore, snapshot } from "./snapshot";
import { apply, facts, remove, run, tryApply } from "./verbs";

const [node] = nodes;

/**
 * No node of the RHEL family is at hand: this makes one say that it is, with an rpm and a dnf that keep a list of
 * installed packages in /run/rpms and of what needs what in /run/needs ("NEEDED BY"), and a restorecon that notes.
 */
const disguise = `
sed -i 's/^ID=.*/ID="rocky"\\nID_LIKE="rhel centos fedora"/' /etc/os-release
printf 'bash\\nglibc\\n' >/run/rpms
: >/run/needs
cat >/usr/local/sbin/rpm <<'END'
#!/bin/sh
case "$1 $2" in
  '-q -a') cat /run/rpms ;;
  '-q --quiet') grep -qx "$3" /run/rpms ;;
  '-q --scripts') [ "$3" != q-tool ] || echo 'getent passwd q_tool || useradd -r q_tool' ;;
  '-e '*)
    while read -r needed by; do
      [ "$needed" != "$2" ] || ! grep -qx "$by" /run/rpms || { echo "error: Failed dependencies: $by" >&2; exit 1; }
    done </run/needs
    grep -vx "$2" /run/rpms >/run/rpms.new; mv /run/rpms.new /run/rpms
    rm -f "/etc/$2.conf" ;;
  *) exit 64 ;;
esac
END
cat >/usr/local/sbin/dnf <<'END'
#!/bin/sh
[ "$1 $2 $3" = '-q -y install' ] || exit 64
shift 3
for package; do
  case $package in no-*) echo "Error: Unable to find a match: $package" >&2; exit 1 ;; esac
  printf '%s\\n' "$package" "$package-libs" >>/run/rpms
  echo "$package-libs $package" >>/run/needs
  [ -e "/etc/$package.conf" ] || echo packaged >"/etc/$package.conf"
  [ "$package" != q-tool ] || useradd --system --user-group q_tool
done
END
printf '#!/bin/sh\\necho "$@" >>/run/relabelled\\n' >/usr/local/sbin/restorecon
chmod 755 /usr/local/sbin/rpm /usr/local/sbin/dnf /usr/local/sbin/restorecon`;

const packages = (): Promise<string> => run(node, "sort /run/rpms | paste -sd ' '");

describe("a node of the RHEL family", () => {
  before(async () => {
    await preparedNodes();
    await installDemo(node);
    await run(node, disguise);
  });

  it("says so, and refuses a unit for Debian", async () => {
    assert.equal((await facts(node)).family, "rhel");
    const { exitCode, stderr } = await tryApply(node, demo("one"));
    assert.deepEqual(
      [exitCode, /for the debian family, this node is of family rhel/.test(stderr)],
      [1, true],
      stderr,
    );
  });

  it("installs what is missing, and removes that with what came along, but nothing that others need", async () => {
    const before = await snapshot(node);
    const unit = demo("one", { family: "rhel", packages: ["bash", "q-tool"] });
    await apply(node, unit);
    assert.equal(await packages(), "bash glibc q-tool q-tool-libs");
    await apply(node, { ...blank, family: "rhel", name: "other", packages: ["q-other"] });
    await remove(node, "demo");
    assert.equal(await packages(), "bash glibc q-other q-other-libs");
    assert.equal(await run(node, "getent passwd q_tool || :"), "", "the user that a package made stays");
    await run(node, "echo mine >>/run/rpms; echo q-other-libs mine >>/run/needs");
    await remove(node, "other");
    assert.equal(await packages(), "bash glibc mine q-other-libs");
    await run(node, "sed -i '/mine/d; /q-other/d' /run/rpms");
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
