import assert from "node:assert/strict";
import { exec } from "../../../lab";
import { programPath, removeProgram } from "../../../agent/program";
import type { Claim, Unit } from "../../../agent/unit";
import { blank, file } from "../../support/agent/demo";
import { killedAt } from "../../support/agent/kills";
import { everyCase } from "../../support/sweep";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { apply, facts, remove, run, testOwner, tryApply, tryRemove } from "../../support/agent/verbs";

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

  it("changes its name by hand-over alone, and a rerun completes one that was killed", async () => {
    await apply(node, unit("second"));
    await run(node, `sh ${programPath} keep ${testOwner} one mine second`);
    const verb = ["hand-over", testOwner, other];
    for (let at = 1; ; at += everyCase() ? 1 : 11) {
      const { exitCode, stderr } = await killedAt(node, at, "all", verb);
      // The last kills come after the last change.
      if (exitCode === 0 || stderr.includes("has no units here")) break;
      const { units, others } = await facts(node);
      assert.deepEqual([...units.keys(), ...others.map((each) => each.unit)].sort(), ["mine", "second"]);
    }
    const { units, others, kept, unkept } = await facts(node);
    assert.deepEqual([...units.keys()], []);
    assert.deepEqual(
      others,
      ["mine", "second"].map((name) => ({ unit: name, owner: other })),
    );
    assert.deepEqual([...kept.keys()], [other]);
    assert.deepEqual(unkept, []);
    await handOver(other, testOwner);
    const { exitCode, stderr } = await exec(node, `sh ${programPath} hand-over ${other} ${testOwner}`);
    assert.equal(exitCode, 1);
    assert.match(stderr, new RegExp(`${other} has no units here, so nothing changed`));
    await remove(node, "second");
    assert.equal(await text("mine"), "mine");
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
      assert.deepEqual([[...units.keys()], others], [["base"], [{ unit: "base", owner: other }]]);
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
    const { stderr: refused } = await tryApply(node, unit("base", { shared: true }));
    assert.match(refused, new RegExp(`${other} shares it and needs its user`));
    await run(node, "echo drift >/etc/q/base");
    await apply(node, base, { owner: other, base: "two" });
    assert.equal(await text("base"), "base");
    await run(node, removeProgram(false, testOwner));
    assert.equal(await text("base"), "base");
    await run(node, removeProgram(false, other));
    assert.equal(await text("base"), "");
    assert.equal((await exec(node, "ls -d /var/lib/quorate")).exitCode, 2);
  });
});
