import assert from "node:assert/strict";
import type { Unit } from "../../../agent/unit";
import { blank, file } from "../../support/agent/demo";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { applyInput, commandsOf, killedAt } from "../../support/agent/kills";
import { offer } from "../../support/agent/repository";
import { assertAsBefore, snapshot } from "../../support/lab/snapshot";
import { apply, remove, run, tryApply, verb, watched } from "../../support/agent/verbs";

const [node, other] = nodes;

const packages = (name: string, ...names: string[]): Unit => ({ ...blank, name, packages: names });

/** The present packages of these tests, with their versions. */
const there = (): Promise<string> =>
  run(
    node,
    "dpkg-query -W -f '${db:Status-Abbrev}${Package} ${Version}\\n' 'q-*' 2>/dev/null | sed -n 's/^ii *//p' || :",
  );

const byHand = (words: string): Promise<string> =>
  run(node, `DEBIAN_FRONTEND=noninteractive apt-get -q -y ${words} >/dev/null 2>&1`);

const account = (name: string): string =>
  `id -u ${name} >/dev/null 2>&1 || useradd --system --user-group ${name}`;

/** A slow script. If /run/linger-SCRIPT exists, it lasts until its kill. */
const slowly = (script: string): string =>
  `if [ -e /run/linger-${script} ]; then sleep 600; else sleep 0.5; fi`;

const slow = {
  name: "q-slow",
  depends: "q-base",
  preinst: slowly("preinst"),
  postinst: `${slowly("postinst")}; ${account("q_slow")}`,
};

describe("packages of units", () => {
  before(async () => {
    await preparedNodes();
    for (const each of [node, other]) {
      await offer(each, [
        { name: "q-base" },
        {
          name: "q-tool",
          depends: "q-base",
          conffile: "/etc/q-tool/q.conf",
          postinst: account("q_tool"),
        },
        { name: "q-rival", conflicts: "q-base" },
        { name: "q-admin", depends: "q-base" },
        { name: "q-either", depends: "q-one | q-two" },
        { name: "q-one" },
        { name: "q-two" },
        { name: "q-new", depends: "q-old (>= 2.0)" },
        { name: "q-old", version: "1.0" },
        { name: "q-old", version: "2.0" },
        slow,
      ]);
    }
  });

  it("come with their dependencies and the users they make, and go with all of it", async () => {
    const before = await snapshot(node);
    await apply(node, packages("a", "q-tool"));
    assert.equal(await there(), "q-base 1.0\nq-tool 1.0");
    assert.match(await run(node, "getent passwd q_tool"), /q_tool/);
    await remove(node, "a");
    await assertAsBefore(node, before);
  });

  it("stay while another unit wants them, whichever brought them", async () => {
    const before = await snapshot(node);
    for (const order of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      await apply(node, packages("a", "q-tool"));
      await apply(node, packages("b", "q-tool", "q-base"));
      await remove(node, order[0] ?? "");
      assert.equal(await there(), "q-base 1.0\nq-tool 1.0");
      await remove(node, order[1] ?? "");
      await assertAsBefore(node, before);
    }
  });

  it("go when the unit goes that once wanted them, though it no longer did", async () => {
    const before = await snapshot(node);
    await apply(node, packages("a", "q-tool"));
    await apply(node, packages("a", "q-one"));
    await remove(node, "a");
    await assertAsBefore(node, before);
  });

  it("are told if they are held, older or gone; gone ones come back, and still go without a trace", async () => {
    const before = await snapshot(node);
    await apply(node, packages("a", "q-tool", "q-old"));
    await byHand("remove q-tool");
    await byHand("install --allow-downgrades q-old=1.0");
    await run(node, "apt-mark hold q-old");
    const known = await watched(node);
    assert.deepEqual(known.units.get("a")?.drift, ["q-tool removed"]);
    assert.deepEqual(known.watched?.drift, ["q-tool is removed"]);
    assert.deepEqual(known.watched.foreign, [
      "package q-old is held, so the node gets no update of it: undo it by `apt-mark unhold q-old`",
      "package q-old has version 1.0, older than 2.0 before: undo it by `apt-get install q-old`",
    ]);

    await run(node, "apt-mark unhold q-old && DEBIAN_FRONTEND=noninteractive apt-get -q -y install q-old");
    assert.deepEqual((await watched(node)).watched?.foreign, []);
    await apply(node, packages("a", "q-tool", "q-old"), { base: "two" });
    assert.deepEqual((await watched(node)).units.get("a")?.drift, []);
    await remove(node, "a");
    await assertAsBefore(node, before);
  });

  it("that the administrator had stay, upgraded ones, too", async () => {
    await byHand("install q-tool q-old=1.0");
    await apply(node, packages("a", "q-tool", "q-new"));
    assert.equal(await there(), "q-base 1.0\nq-new 1.0\nq-old 2.0\nq-tool 1.0");
    await remove(node, "a");
    assert.equal(await there(), "q-base 1.0\nq-old 2.0\nq-tool 1.0");
    await byHand("purge q-tool q-base q-old");
  });

  it("stay while something else needs them, also if one of several would do", async () => {
    await apply(node, packages("a", "q-tool", "q-one", "q-two"));
    await byHand("install q-admin q-either");
    await remove(node, "a");
    assert.equal(await there(), "q-admin 1.0\nq-base 1.0\nq-either 1.0\nq-two 1.0");
    await byHand("purge q-admin q-either");
    await apply(node, packages("b", "q-tool"));
    await remove(node, "b");
    assert.equal(await there(), "", "what they no longer need stays for ever");
  });

  it("are not installed if another would have to go", async () => {
    await byHand("install q-rival");
    const before = await snapshot(node);
    const { exitCode, stderr } = await tryApply(node, packages("a", "q-tool"));
    assert.equal(exitCode, 1);
    assert.match(stderr, /cannot install q-tool; the node is as it was before/);
    await assertAsBefore(node, before);
    await byHand("purge q-rival");
  });

  it("leave the configuration that was left from an earlier time", async () => {
    await byHand("install q-tool");
    await run(node, "echo mine >/etc/q-tool/q.conf");
    await byHand("remove q-tool q-base");
    const before = await snapshot(node);
    await apply(node, { ...packages("a", "q-tool"), files: [file("/etc/q-tool/other.conf", "x\n")] });
    await remove(node, "a");
    await assertAsBefore(node, before);
    await byHand("purge q-tool");
  });

  it("don't take along a file that was in their place before, nor its directory", async () => {
    await run(
      node,
      "mkdir -m 750 /etc/q-tool && echo mine >/etc/q-tool/q.conf && chmod 600 /etc/q-tool/q.conf",
    );
    const before = await snapshot(node);
    const unit = { ...packages("a", "q-tool"), files: [file("/etc/q-tool/q.conf", "theirs\n")] };
    await apply(node, unit);
    await remove(node, "a");
    await assertAsBefore(node, before, "removed");
    const { stderr } = await tryApply(node, { ...unit, validations: ["false"] });
    assert.match(stderr, /the node is as it was before/);
    await assertAsBefore(node, before, "undone");
    await run(node, "rm -r /etc/q-tool");
  });

  it("are gone when their installation was cut short by any program", async () => {
    const unit = packages("a", "q-slow");
    const before = await snapshot(other);
    const commands = await commandsOf(other, ["apply"], applyInput(unit));
    await remove(other, "a");
    await assertAsBefore(other, before);
    const begin = commands.findIndex((words) => words.startsWith("plan_installation "));
    const end = commands.findIndex((words) => words.startsWith("create_users "));
    const install = commands.findIndex((words) => words.startsWith("install_debian "));
    for (const at of [begin + 2, install + 1, end + 2]) {
      for (const victim of ["shell", "all"] as const) {
        await killedAt(other, at, victim, ["apply"], applyInput(unit));
        const { exitCode, stderr } = await verb(other, "recover");
        assert.equal(exitCode, 0, stderr);
        // The shell's children may have completed the change without it.
        if (victim === "shell") await remove(other, "a");
        await assertAsBefore(other, before, `${victim} killed at ${commands[at - 1] ?? ""}`);
      }
    }
  });

  it("are gone when dpkg itself was killed in the midst", async () => {
    const unit = packages("a", "q-slow");
    const before = await snapshot(other);
    for (const [script, moment] of [
      ["preinst", "[t]mp.ci/preinst install"],
      ["postinst", "[q]-slow.postinst configure"],
    ] as const) {
      await run(other, `touch /run/linger-${script}`);
      const begun = tryApply(other, unit);
      // The brackets keep pgrep from finding its own shell.
      await run(
        other,
        `timeout 120 sh -c 'until pgrep -f "${moment}" >/dev/null; do sleep 0.02; done'
kill -9 $(pgrep -f '[n]ode.sh work') $(pgrep -f '[d]pkg --status-fd|[d]pkg/(tmp.ci|info)/') $(pgrep -x apt-get)`,
      );
      await begun;
      await run(other, `rm /run/linger-${script}`);
      const { exitCode, stderr } = await verb(other, "recover");
      assert.equal(exitCode, 0, stderr);
      await assertAsBefore(other, before, moment);
    }
  });
});
