import assert from "node:assert/strict";
import { type Entry, exec, type Sample, tree, waitFor } from "../../lab";
import { parseFacts } from "../../agent/facts";
import { readFacts } from "../../agent/program";
import { interrupt, kill, type Moment, unlock } from "../support/pulumi/interrupt";
import { first, nodes, settled, vips } from "../support/lab/probes";
import { continuity, sampled } from "../support/lab/sampling";
import {
  destroy,
  type Edit,
  encrypted,
  noChange,
  noStack,
  pulumi,
  standardStack,
  up,
  withStack,
} from "../support/pulumi/labStack";
import { sample } from "../support/sweep";

/** A variant that changes all units. */
const changed: Edit = ({ vrrp, haproxy }) => {
  vrrp.ui.virtualIpaddress = [`${vips.ui}/24`, "192.0.2.102/24"];
  vrrp.ssh.track = [{ process: "haproxy", fall: 3 }];
  haproxy.timeouts = { connect: "4s" };
};

/** The same variant with a further group. */
const variant: Edit = (stack) => {
  changed(stack);
  // Version 3 has no password. A password would differ after each creation of the group.
  stack.vrrp["extra"] = {
    virtualRouterId: 53,
    version: 3,
    virtualIpaddress: ["192.0.2.105/24"],
    order: ["n3", "n1", "n2"],
  };
};

/** A stack whose group `ui` has this password. */
async function withPassword(ui: string): Promise<Edit> {
  const secrets = await encrypted({ "authPass.ui": ui });
  return (stack) => {
    stack.vrrp.ui.authPass = { secret: true };
    stack.secrets = secrets;
  };
}

const moments: Moment[] = [
  { at: "haproxy-n1", signal: "SIGINT", whom: "the engine" },
  { at: "ui-n1", signal: "SIGKILL", whom: "everything" },
  { at: "ui-n2-release", signal: "SIGINT", whom: "the engine" },
  { at: "ui-n3", signal: "SIGKILL", whom: "the engine" },
];
const someMoments = sample(moments, { kindOf: ({ signal, whom }) => `${signal} ${whom}`, count: 3 });

/** Waits for the work of lost sessions on the nodes, because the nodes' facts wait for it. */
const finished = (): Promise<unknown> => Promise.all(nodes.map((node) => exec(node, readFacts(false))));

/** Waits until a node has a unit, or a journal of it. */
const has = (unit: string, node: string) => () =>
  waitFor(async () => (await exec(node, `ls -d /var/lib/quorate/*/${unit} | grep -q .`)).exitCode === 0, {
    everyMs: 20,
    what: `${unit} on ${node}`,
  });

/** Demands that each VIP of the standard stack stayed on its first node alone the whole time. */
function assertNeverDisturbed(samples: Sample[]): void {
  for (const vip of ["ui", "ssh"] as const) {
    assert.deepEqual(continuity(samples, vips[vip]), { atOnce: 1, gapMs: 0, holders: [first[vip]] }, vip);
  }
  const added = continuity(samples, "192.0.2.102");
  assert.ok(
    added.atOnce <= 1,
    `192.0.2.102 was on ${added.atOnce} nodes at once: ${added.holders.join(", ")}`,
  );
}

/** The files in /etc of a node, without shadow's backups of its own files. */
async function etcOf(node: string): Promise<[string, Entry][]> {
  return [...(await tree(node, ["/etc"]))].filter(
    ([path]) => !/^\/etc\/(passwd|group|g?shadow)-$/.test(path),
  );
}

const etc = (): Promise<unknown> => Promise.all(nodes.map(etcOf));

describe("an interrupted first update", () => {
  before(noStack);

  it("is undone by destroy, also what the state doesn't know of", async () => {
    const was = await etc();
    await interrupt(
      { at: "haproxy-n1", signal: "SIGKILL", whom: "everything", once: has("haproxy", "n1") },
      withStack(),
    );
    await unlock();
    await finished();
    const present = async () => [
      ...parseFacts((await exec("n1", readFacts(false))).stdout, "quorate/lab/lab").units.keys(),
    ];
    assert.ok((await present()).includes("haproxy"), "it was interrupted too early to prove anything");
    const { exitCode, stdout } = await destroy();
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(await etc(), was);
  });
});

describe("an interrupted update", () => {
  /** The nodes' files after uninterrupted updates, by edit. */
  const wanted = new Map<Edit | undefined, unknown>();

  before(standardStack);
  before(async () => {
    wanted.set(undefined, await etc());
    await up(variant);
    wanted.set(variant, await etc());
  });

  for (const [index, moment] of someMoments.entries()) {
    it(`is completed by the next when ${moment.whom} gets ${moment.signal} at ${moment.at}`, async () => {
      const target = index % 2 === 0 ? undefined : variant;
      const samples = await sampled(async () => {
        const started = await interrupt(moment, withStack(target));
        if (moment.signal === "SIGKILL") await unlock();
        await finished();
        assert.notDeepEqual(
          await etc(),
          wanted.get(target),
          "the interruption came too late to prove anything",
        );
        await up(target);
        await settled();
        // A killed engine leaves its plugins running.
        started.forEach(kill);
      });
      assertNeverDisturbed(samples);
      assert.deepEqual(await etc(), wanted.get(target));
    });
  }

  it("of a group that comes on top is taken back if nodes have it, and the state doesn't know it", async () => {
    await standardStack();
    const was = await etc();
    const at = { at: "extra-n3", signal: "SIGKILL", whom: "the engine", once: has("extra", "n3") } as const;
    const left = await interrupt(at, withStack(variant));
    await unlock();
    const { errors, steps } = await up();
    left.forEach(kill);
    assert.deepEqual(steps.filter(({ name }) => name === "lab-n3-units").length, 1, errors);
    assert.deepEqual(await etc(), was);
    await settled();
    await noChange();
  });

  /** Interrupts an update from the standard stack to a variant, and demands that the next one undoes it. */
  async function isTakenBack(interrupted: Edit): Promise<void> {
    await standardStack();
    const was = await etc();
    const samples = await sampled(async () => {
      await interrupt({ at: "ui-n1", signal: "SIGKILL", whom: "everything" }, withStack(interrupted));
      await unlock();
      // It comes at once, while nodes may still work.
      const { steps } = await up();
      assert.ok(steps.length > 0, "the interruption came too early to prove anything");
      await settled();
    });
    assertNeverDisturbed(samples);
    assert.deepEqual(await etc(), was);
    await noChange();
  }

  it("of many files is taken back by an update to the state before, also when everything got SIGKILL", () =>
    isTakenBack(changed));

  it("of a password is taken back by an update to the state before, also when everything got SIGKILL", async () =>
    isTakenBack(await withPassword("Rm47tZb8")));

  it("leaves nothing that refresh can't clear away", async () => {
    const refresh = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", ...withStack()];
    const { exitCode, stdout } = await pulumi(refresh);
    assert.equal(exitCode, 0, stdout);
    await noChange();
  });
});
