import assert from "node:assert/strict";
import { boot, crash } from "../../../lab";
import type { Unit } from "../../../agent/unit";
import { demo, installDemo } from "../../support/agent/demo";
import { sshd } from "../../support/agent/daemons";
import { nodes, nothingLeft, preparedNodes, sideBySide } from "../../support/lab/freshNodes";
import { applyInput, powerCutAt } from "../../support/agent/kills";
import { offer } from "../../support/agent/repository";
import { assertAsBefore, snapshot } from "../../support/lab/snapshot";
import { sample } from "../../support/sweep";
import { apply, facts, remove, run, testOwner, tryApply } from "../../support/agent/verbs";

/** The demo service since the boot: its first configuration, and its loads. */
const sinceBoot = async (node: string): Promise<string[]> => [
  await run(node, "cat /run/demo.loaded 2>/dev/null || :"),
  ...(await run(node, "cat /run/demo.log 2>/dev/null || :")).split("\n"),
];

/** A package whose installation starts a slow service. */
const service = {
  name: "q-service",
  postinst: `sleep 0.5
printf "[Service]\\\\nExecStart=/bin/sleep infinity\\\\n[Install]\\\\nWantedBy=multi-user.target\\\\n" >/lib/systemd/system/q-service.service
deb-systemd-helper enable q-service.service >/dev/null
systemctl daemon-reload
deb-systemd-invoke start q-service.service`,
  postrm: `[ "$1" != remove ] || systemctl stop q-service.service
rm -f /lib/systemd/system/q-service.service
[ "$1" != purge ] || deb-systemd-helper purge q-service.service`,
};

/** Functions of the program that a change calls before its swap. */
const early = [
  ...["stage_contents", "create_users", "create_directories", "plan_apply", "validate_files"],
  ...["prepare_swap", "note_listeners", "mark_swapped"],
];
const moments = [...early, "swap", "activate", "write_record", "finish_commit"];
const kindOf = (moment: string): string => (early.includes(moment) ? "early" : moment);

describe("a power cut", () => {
  before(async () => {
    await preparedNodes();
    await Promise.all(nodes.map((node) => installDemo(node)));
  });

  it("in a change: the service never runs anything but the old files until the commit, then the new ones", async () => {
    await Promise.all(nodes.map((node) => apply(node, demo("one"))));
    await sideBySide(sample(moments, { kindOf, count: 5 }), async (node, moment) => {
      const before = await snapshot(node);
      await powerCutAt(node, moment, ["apply"], applyInput(demo("two")));
      await nothingLeft(node);
      const after = moment === "finish_commit";
      const setting = after ? "two" : "one";
      assert.deepEqual(await sinceBoot(node), [`${setting}\nleft alone`, "start"], moment);
      assert.deepEqual((await facts(node)).units.get("demo")?.drift, []);
      if (after) await apply(node, demo("one"));
      else await assertAsBefore(node, before, moment);
    });
  });

  it("in a removal: the service runs as before it, or as before quorate", async () => {
    await Promise.all(nodes.map((node) => remove(node, "demo")));
    await Promise.all(nodes.map((node) => run(node, "systemctl disable -q --now demo")));
    const moments = ["swap", "leave_no_address", "finish_commit"];
    await sideBySide(moments, async (node, moment) => {
      const untouched = await snapshot(node);
      await apply(node, demo("one"));
      const before = await snapshot(node);
      await powerCutAt(node, moment, ["remove", "demo", testOwner]);
      await nothingLeft(node);
      const gone = moment === "finish_commit";
      assert.deepEqual(await sinceBoot(node), gone ? ["", ""] : ["one\nleft alone", "start"], moment);
      await assertAsBefore(node, gone ? untouched : before, moment);
      await remove(node, "demo");
    });
  });

  it("in a first apply: the service is off, as it was", async () => {
    const [first] = nodes;
    const untouched = await snapshot(first);
    await powerCutAt(first, "write_record", ["apply"], applyInput(demo("one")));
    await nothingLeft(first);
    assert.deepEqual(await sinceBoot(first), ["", ""]);
    await assertAsBefore(first, untouched);
  });

  it("in an installation of a package whose service starts with the node", async () => {
    const unit: Unit = { ...demo("one"), name: "demo", packages: ["q-service"] };
    const [first] = nodes;
    await Promise.all(nodes.map((node) => offer(node, [service])));
    const untouched = await snapshot(first);
    await apply(first, unit);
    await remove(first, "demo");
    await assertAsBefore(first, untouched, "removed");
    await sideBySide(["create_users", "write_record", "in dpkg"], async (node, moment) => {
      const before = await snapshot(node);
      if (moment === "in dpkg") {
        const begun = tryApply(node, unit).catch(() => undefined);
        await run(
          node,
          "timeout 20 sh -c 'until pgrep -f \"[q]-service.postinst\" >/dev/null; do sleep 0.02; done'",
        );
        await crash(node);
        await begun;
        await boot(node);
      } else await powerCutAt(node, moment, ["apply"], applyInput(unit));
      await nothingLeft(node);
      await assertAsBefore(node, before, moment);
    });
  });

  it("before a login confirmed a change: it's undone", async () => {
    const [first] = nodes;
    const before = await snapshot(first);
    await apply(first, sshd("127.0.0.1"));
    assert.equal(await run(first, "ss -Hltn 'sport = 22' | awk '{ print $4 }'"), "127.0.0.1:22");
    await crash(first);
    await boot(first);
    await nothingLeft(first);
    assert.equal(await run(first, "ss -Hltn 'sport = 22' | awk '{ print $4 }'"), "0.0.0.0:22\n[::]:22");
    await assertAsBefore(first, before);
  });
});
