import assert from "node:assert/strict";
import { addresses, boot, crash, sample, waitFor } from "../../../lab";
import type { Unit } from "../../../agent/unit";
import { keepalivedUnit, syncGroup, vrrp } from "../../support/agent/daemons";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { applyInput, commandsOf, killedAt, killedIn } from "../../support/agent/kills";
import { apply, facts, release, remove, run, tryApply, verb } from "../../support/agent/verbs";

const [master, backup, third] = nodes;
const [old, added] = ["192.0.2.177", "192.0.2.178"];
const secrets = { auth_pass: "s3cr3t78" };
const priority = (node: string): number => 110 - 10 * Number(node.slice(1));
const group = (node: string, vips: readonly string[]): Unit => vrrp(priority(node), vips);

const holds = (node: string, vips: readonly string[]): Promise<unknown> =>
  waitFor(
    async () =>
      (await addresses(node))
        .filter((address) => [old, added].includes(address))
        .sort()
        .join() === vips.join(),
    {
      what: `${node} to hold ${vips.join()}`,
    },
  );

const instance = (node: string): Promise<string> =>
  run(node, "ls /etc/keepalived/conf.d | grep -e instances-ui -e sync || :");
const isHeld = async (node: string): Promise<boolean | undefined> =>
  (await facts(node)).units.get("ui")?.held;
const watch = (node: string): Promise<string> => run(node, "systemctl is-active quorate-watch-ui.timer || :");

describe("a change on the wire", () => {
  before(async () => {
    await preparedNodes();
    await Promise.all(
      nodes.map(async (node) => {
        await apply(node, keepalivedUnit);
        await apply(node, group(node, [old]), { secrets });
        await apply(node, syncGroup(priority(node)));
      }),
    );
    await holds(master, [old]);
  });
  afterEach(async () => {
    for (const node of nodes)
      assert.equal(
        await run(node, "ls -A /tmp | grep keepalived || :"),
        "",
        "a dump with the password stays",
      );
  });

  it("holds a BACKUP silent, with the sync group that names the instance, and not the MASTER", async () => {
    assert.match(
      await apply(backup, group(backup, [old, added]), { secrets }),
      /held silent until the MASTER has the change/,
    );
    assert.equal(await instance(backup), "");
    assert.deepEqual([await isHeld(backup), await watch(backup)], [true, "active"]);
    const { units } = await facts(backup);
    assert.deepEqual(
      [...units.values()].flatMap(({ drift }) => drift),
      [],
      "what is parked counts as drift",
    );
    assert.equal(await run(backup, "systemctl is-active keepalived"), "active");
  });

  it("stays held when applied again, and over a power cut, watched", async () => {
    assert.match(await apply(backup, group(backup, [old, added]), { secrets }), /held silent/);
    assert.deepEqual(
      [await instance(backup), await isHeld(backup), await watch(backup)],
      ["", true, "active"],
    );
    await crash(backup);
    await boot(backup);
    assert.deepEqual(
      [await instance(backup), await isHeld(backup), await watch(backup)],
      ["", true, "active"],
    );
  });

  it("is not released by the node itself while another one answers", async () => {
    await verb(backup, "relieve ui");
    assert.equal(await isHeld(backup), true);
    await run(
      master,
      "nft 'add table inet deaf; add chain inet deaf in { type filter hook input priority 0; }; add rule inet deaf in meta l4proto icmp drop'",
    );
    await verb(backup, "relieve ui");
    assert.equal(await isHeld(backup), true, "a MASTER that takes no ping counts as dead");
    await run(master, "nft delete table inet deaf");
  });

  it("that keepalived refuses leaves a BACKUP held, or in service, as it was", async () => {
    for (const [node, stays] of [
      [backup, true],
      [third, false],
    ] as const) {
      const { exitCode } = await tryApply(
        node,
        { ...group(node, [old]), validations: ["false"] },
        { secrets },
      );
      assert.deepEqual([exitCode, await isHeld(node)], [1, stays]);
    }
  });

  it("is undone or made when it's killed, and a held one can still be released", async () => {
    const input = applyInput(group(third, [old, added]), { secrets });
    const swap = (await commandsOf(third, ["apply"], input)).findIndex((words) =>
      words.startsWith("mark_swapped"),
    );
    assert.equal(await isHeld(third), true);
    const commands = await commandsOf(third, ["release", "ui"]);
    assert.equal(await isHeld(third), false);
    const files = await instance(third);
    for (const at of [swap + 8, swap + 20, swap + 40]) {
      await apply(third, group(third, [old]), { secrets });
      await release(third, "ui");
      await holds(third, []);
      await killedAt(third, at, "all", ["apply"], input);
      assert.equal((await verb(third, "recover")).exitCode, 0);
      assert.deepEqual([await isHeld(third), await instance(third)], [false, files], `killed at ${at}`);
    }
    await holds(third, []);
    await apply(third, group(third, [old, added]), { secrets });
    const middle = commands.findIndex((words) => words.startsWith("activate"));
    const kills = [
      () => killedAt(third, middle, "all", ["release", "ui"]),
      () => killedAt(third, middle + 20, "all", ["release", "ui"]),
      // The command's number is not fixed, because the node polls keepalived's state before it.
      () => killedIn(third, "write_record", ["release", "ui"]),
    ];
    for (const [at, kill] of kills.entries()) {
      await kill();
      assert.equal((await verb(third, "recover")).exitCode, 0);
      assert.deepEqual(
        [await isHeld(third), await instance(third), await watch(third)],
        [true, "", "active"],
        `release killed at ${at} of the three`,
      );
    }
  });

  it("reaches the MASTER at once, and all together after the release, with never two of them", async () => {
    const sampling = await sample(nodes);
    assert.match(await apply(master, group(master, [old, added]), { secrets }), /ui: applied/);
    await holds(master, [old, added]);
    for (const node of [backup, third]) assert.match(await release(node, "ui"), /back in service/);
    assert.match(await release(backup, "ui"), /in service/);
    const samples = await sampling.stop();
    const masters = samples.map(({ addresses: each }) =>
      nodes.filter((node) => each[node]?.includes(old)).join(),
    );
    assert.deepEqual([...new Set(masters)], [master]);
    for (const node of nodes) {
      assert.equal(await instance(node), "20-vrrp_instances-ui.conf\n30-vrrp_sync_groups-both.conf");
      assert.equal(await isHeld(node), false);
      assert.equal(await watch(node), "inactive");
    }
  });

  it("left half way by a MASTER that died: the held one takes over by itself", async () => {
    await apply(backup, group(backup, [old]), { secrets });
    assert.equal(await isHeld(backup), true);
    await Promise.all([crash(master), crash(third)]);
    try {
      const { exitCode, stderr } = await verb(backup, "relieve ui");
      assert.equal(exitCode, 0, stderr);
      await holds(backup, [old]);
      assert.deepEqual([await isHeld(backup), await watch(backup)], [false, "inactive"]);
    } finally {
      await Promise.all([boot(master), boot(third)]);
    }
  });

  it("held, can be removed, and leaves no watch", async () => {
    await apply(third, group(third, [old, added]), { secrets });
    await apply(third, group(third, [old]), { secrets });
    for (const unit of ["sync-both", "ui", "keepalived"]) await remove(third, unit);
    assert.equal(await watch(third), "inactive");
    assert.equal(await run(third, "ls -d /etc/keepalived 2>/dev/null || :"), "");
  });
});
