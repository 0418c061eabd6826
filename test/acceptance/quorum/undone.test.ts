import assert from "node:assert/strict";
import { boot, crash, cut, exec, heal, part, rejoin, waitFor } from "../../../lab";
import {
  backAt,
  everywhere,
  isDone,
  quorateThrough,
  settledAt,
  three,
  upWith,
} from "../../support/corosync/liveChange";
import { interrupt, unlock } from "../../support/pulumi/interrupt";
import { freshLab, noChange, tryUp, up, withStack } from "../../support/corosync/corosyncStack";
import { cmap, quorumState, versions } from "../../support/corosync/state";
import { sample } from "../../support/sweep";

/** The outcomes of changes that only some of the nodes have done. */
const kills = [
  { goal: "made", at: "corosync-n2-settle" },
  { goal: "taken back", at: "corosync-n2-settle" },
  { goal: "made", at: "corosync-n3-commit" },
  { goal: "taken back", at: "corosync-n1-swap" },
];

describe("changes of a live cluster that fail", () => {
  before(async () => {
    await freshLab();
    await up(three);
  });

  it("that corosync rejects leave everything as it was", async () => {
    const version = await settledAt();
    const wrapper = "#!/bin/sh\n[ $1 != -t ] || { echo 'parse error in config' >&2; exit 8; }\n";
    const install = "cat >/usr/local/sbin/corosync && chmod 755 /usr/local/sbin/corosync";
    await exec("n2", install, { input: wrapper });
    await quorateThrough(async () => {
      const { exitCode, errors } = await tryUp({ ...three, quorum: { token: 7000 } });
      assert.notEqual(exitCode, 0);
      assert.match(errors, /n2: unit corosync: 'corosync -t' refused the new files/);
      assert.match(errors, /parse error in config/);
    });
    await exec("n2", "rm /usr/local/sbin/corosync");
    await backAt(version);
    await up({ ...three, quorum: { token: 7000 } });
    assert.equal(await settledAt(), version + 2);
  });

  it("with a node whose power goes half-way return all to the version they had", async () => {
    const version = await settledAt();
    await quorateThrough(async () => {
      const { exitCode } = await upWith(three, "corosync-n3-swap", () => crash("n3"));
      assert.notEqual(exitCode, 0);
      await boot("n3");
      await backAt(version);
    }, ["n1", "n2"]);
    await up(three);
    assert.equal(await settledAt(), version + 2);
  });

  it("with a node whose cable goes half-way return all to the version they had", async () => {
    const version = await settledAt();
    const changed = { ...three, quorum: { token: 6000 } };
    await quorateThrough(async () => {
      const { exitCode } = await upWith(changed, "corosync-n2-swap", () => cut("n2"));
      assert.notEqual(exitCode, 0);
      await heal("n2");
      await backAt(version);
    }, ["n1", "n3"]);
    await up(changed);
    assert.equal(await settledAt(), version + 2);
  });

  it("whose update is interrupted half-way are undone by the nodes, and made by the next one", async () => {
    const version = await settledAt();
    const changed = { ...three, quorum: { token: 8000 } };
    const interrupted = new AbortController();
    await quorateThrough(async () => {
      const { signal } = interrupted;
      const update = tryUp(changed, {
        signal,
        onLine: (line) => {
          if (isDone(line, "corosync-n1-swap")) interrupted.abort(new Error("interrupted"));
        },
      });
      await assert.rejects(update, /interrupted/);
      await backAt(version);
      await up(changed);
    });
    assert.equal(await settledAt(), version + 2);
    await noChange(changed);
  });

  let token = 8000;
  for (const { goal, at } of sample(kills, { kindOf: ({ at }) => at.replace(/.*-/, ""), count: 3 })) {
    it(`are ${goal} by the next one at once, though everything got SIGKILL at ${at}`, async () => {
      const was = { ...three, quorum: { token } };
      const changed = { ...three, quorum: { token: token + 1000 } };
      const wanted = goal === "made" ? changed : was;
      await quorateThrough(async () => {
        await interrupt({ at, signal: "SIGKILL", whom: "everything" }, withStack(changed));
        await unlock();
        await up(wanted);
      });
      ({ token } = wanted.quorum);
      await settledAt();
      const tokens = await everywhere((node) => cmap(node, "totem.token"));
      assert.deepEqual(tokens, Array(3).fill(String(token)));
      await noChange(wanted);
    });
  }

  it("are refused without quorum, with nothing touched", async () => {
    const version = await settledAt();
    await part(["n1"], ["n2"], ["n3"]);
    try {
      await waitFor(async () => (await everywhere(quorumState)).every((state) => state?.quorate === false), {
        what: "all nodes to lose quorum",
      });
      const { exitCode, errors, stderr } = await tryUp(three);
      assert.notEqual(exitCode, 0);
      assert.match(
        errors + stderr,
        /n1, n2, n3 are not quorate: quorate changes no corosync\.conf without quorum/,
      );
      for (const each of await everywhere(versions))
        assert.deepEqual(each, { running: version, file: version });
    } finally {
      await rejoin();
    }
    await backAt(version);
  });
});
