import assert from "node:assert/strict";
import { exec } from "../../../lab";
import { programPath, removeProgram } from "../../../agent/program";
import type { Claim, Unit } from "../../../agent/unit";
import { blank, file } from "../../support/agent/demo";
import { killedAt, powerCutAt } from "../../support/agent/kills";
import { everyCase } from "../../support/sweep";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import {
  apply,
  facts,
  install,
  remove,
  run,
  testOwner,
  tryApply,
  tryRemove,
} from "../../support/agent/verbs";

const [node] = nodes;
const other = "other/lab/lab";
const unit = (name: string, changes: Partial<Unit> = {}): Unit => ({
  ...blank,
  name,
  files: [file(`/etc/q/${name}`, `${name}\n`)],
  ...changes,
});
const user = { name: "demo_user", comment: "Demo user" };
const base = unit("base", { shared: true, users: [user] });
const text = (name: string): Promise<string> => run(node, `cat /etc/q/${name} 2>/dev/null || :`);
const handOver = (from: string, to: string): Promise<string> =>
  run(node, `sh ${programPath} hand-over ${from} ${to}`);

describe("the owner of a unit", () => {
  before(preparedNodes);
  before(() => apply(node, unit("mine")));
  after(async () => {
    await remove(node, "mine");
  });

  it("alone changes and removes it; another one is refused with the command that hands it over", async () => {
    const command = new RegExp(
      `unit mine belongs to ${testOwner}, so ${other} can't .*hand-over ${testOwner} ${other}$`,
    );
    const changed = unit("mine", { files: [file("/etc/q/mine", "theirs\n")] });
    for (const { exitCode, stderr } of [
      await tryApply(node, changed, { owner: other }),
      await tryRemove(node, "mine", other),
    ]) {
      assert.equal(exitCode, 1);
      assert.match(stderr, command);
    }
    assert.equal(await text("mine"), "mine");
    const { units, others } = await facts(node);
    assert.deepEqual([[...units.keys()], others], [["mine"], []]);
  });

  it("keeps a VRID and an address from units of others, not from its own", async () => {
    const claims: Claim[] = [
      ["vrid", "eth0", "4", "51"],
      ["address", "192.0.2.100"],
    ];
    await apply(node, unit("claims", { claims }));
    for (const claim of claims) {
      const { exitCode, stderr } = await tryApply(node, unit("same", { claims: [claim] }), { owner: other });
      assert.equal(exitCode, 1);
      assert.match(stderr, new RegExp(`${claim.join(" ")} is ${testOwner}'s already \\(unit claims\\)`));
      await apply(node, unit("same", { claims: [claim] }));
      await remove(node, "same");
    }
    await apply(node, unit("free", { claims: [["vrid", "eth1", "4", "51"]] }), { owner: other });
    assert.deepEqual((await facts(node)).claims, [
      { unit: "free", owner: other, claim: ["vrid", "eth1", "4", "51"] },
    ]);
    await remove(node, "claims");
    await remove(node, "free", other);
  });

  it("changes by a hand-over alone, which a kill or a power cut leaves undone or decided, never half", async () => {
    const list = () => run(node, `sh ${programPath} list ${testOwner} one base mine second`);
    const restore = async (): Promise<void> => {
      await apply(node, base);
      await apply(node, base, { owner: other });
      await list();
    };
    /** The owner of all units, by the facts. */
    const ownerOfAll = async (): Promise<string> => {
      const { units, others, lists, unlisted } = await facts(node);
      const names = [...units.keys()].sort();
      const theirs = others.filter(({ owner }) => owner === other).map(({ unit }) => unit);
      const owner = names.length > 0 ? testOwner : other;
      const all = ["base", "mine", "second"];
      assert.deepEqual([names, [...new Set(theirs)].sort()], owner === other ? [[], all] : [all, ["base"]]);
      assert.deepEqual([...lists.keys()], [owner]);
      assert.ok(unlisted.every((each) => each.unit === "base"));
      return owner;
    };
    await apply(node, unit("second"));
    await restore();
    const verb = ["hand-over", testOwner, other];
    const seen = new Set<string>();
    for (let at = 1; ; at += everyCase() ? 1 : 17) {
      const { exitCode, stderr } = await killedAt(node, at, "all", verb);
      const owner = await ownerOfAll();
      await run(node, `sh ${programPath} recover`);
      assert.equal(await ownerOfAll(), owner, `recovery changed it after a kill at command ${String(at)}`);
      assert.equal((await exec(node, "ls /var/lib/quorate/hand-over*")).stdout, "");
      if (exitCode === 0) break;
      seen.add(owner);
      if (owner === testOwner) continue;
      await handOver(other, testOwner);
      await restore();
      assert.equal(stderr, "");
    }
    assert.deepEqual([...seen], [testOwner, other]);
    assert.match(await handOver(testOwner, other), /has no units here, so nothing changed/);
    await powerCutAt(node, "hand_over_list", ["hand-over", other, testOwner]);
    assert.deepEqual((await facts(node)).others, []);
    for (const name of ["base", "second"]) await remove(node, name);
    assert.equal(await text("mine"), "mine");
  });

  it("keeps its unconfirmed change from other owners' removals and uninstalls", async () => {
    await apply(node, unit("mine", { confirm: true, files: [file("/etc/q/mine", "waits\n")] }));
    await apply(node, unit("new", { confirm: true }));
    assert.equal((await tryRemove(node, "mine", other)).exitCode, 1);
    assert.equal((await tryApply(node, unit("new"), { owner: other })).exitCode, 1);
    await apply(node, unit("theirs"), { owner: other });
    assert.match(
      await run(node, removeProgram(false, other)),
      /have this node, too, so quorate stays: quorate\/test/,
    );
    assert.deepEqual([await text("mine"), await text("new")], ["waits", "new"]);
    await remove(node, "new");
    await apply(node, unit("mine"));
    assert.deepEqual([await text("mine"), await text("new")], ["mine", ""]);
  });
});

describe("a unit that several owners share", () => {
  const present = async (): Promise<boolean> => (await text("base")) === "base";
  const hasUser = async (): Promise<boolean> => (await exec(node, `id ${user.name}`)).exitCode === 0;

  it("is each one's in the facts, and stays until the last one leaves", async () => {
    for (const [first, second] of [
      [testOwner, other],
      [other, testOwner],
    ] as const) {
      await apply(node, base, { owner: testOwner });
      await apply(node, base, { owner: other });
      const { units, others } = await facts(node);
      assert.deepEqual([...units.keys()], ["base"]);
      assert.deepEqual(
        others.map(({ unit, owner, further }) => [unit, owner, further]),
        [["base", other, true]],
      );
      assert.match(await remove(node, "base", first), new RegExp(`base: stays for ${second}$`));
      assert.ok((await present()) && (await hasUser()));
      assert.equal(await remove(node, "base", second), "base: removed");
      assert.ok(!(await present()) && !(await hasUser()));
    }
  });

  it("is refused with other files, and repaired by each of them", async () => {
    await apply(node, base);
    await apply(node, base, { owner: other });
    const changed = unit("base", { shared: true, users: [user], files: [file("/etc/q/base", "else\n")] });
    const { exitCode, stderr } = await tryApply(node, changed, { owner: other });
    assert.equal(exitCode, 1);
    assert.match(stderr, new RegExp(`unit base is shared with ${testOwner}, which has other files for it`));
    await run(node, "echo drift >/etc/q/base");
    await apply(node, base, { owner: other, base: "two" });
    assert.equal(await text("base"), "base");
    await run(node, removeProgram(false, testOwner));
    assert.equal(await text("base"), "base");
    await run(node, removeProgram(false, other));
    assert.equal(await text("base"), "");
    assert.equal((await exec(node, "ls -d /var/lib/quorate")).exitCode, 2);
  });

  it("keeps the user of each of them, also after a change by the other", async () => {
    await install(node);
    const named = (name: string) => unit("base", { shared: true, users: [{ ...user, name }] });
    await apply(node, named("first_user"));
    await apply(node, named("first_user"), { owner: other });
    await apply(node, named("second_user"));
    await apply(node, unit("passing"));
    await remove(node, "passing");
    const users = "getent passwd first_user second_user | cut -d : -f 1";
    assert.equal(await run(node, users), "first_user\nsecond_user");
    await apply(node, named("second_user"), { owner: other });
    await remove(node, "base");
    await remove(node, "base", other);
    assert.equal((await exec(node, users)).stdout, "");
  });
});
