import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { clientNamespace, clone, type Sample, sample, tree } from "../../lab";
import { continuity, first, nodes, settled, vips } from "./probes";
import { type Edit, environment, noChange, pulumi, standardStack, up, withStack } from "./stack";

/** A variant in which every unit differs, and a group comes on top. */
const variant: Edit = ({ vrrp, haproxy }) => {
  vrrp.ui.virtualIpaddress = [`${vips.ui}/24`, "192.0.2.102/24"];
  vrrp.ssh.track = [{ process: "haproxy", fall: 3 }];
  // Version 3 has no password, which would differ each time the group is made.
  vrrp["extra"] = {
    virtualRouterId: 53,
    version: 3,
    virtualIpaddress: ["192.0.2.105/24"],
    order: ["n3", "n1", "n2"],
  };
  haproxy.timeouts = { connect: "4s" };
};

type Whom = "everything, as Ctrl-C" | "the engine alone" | "everything at once";

interface Moment {
  /** The resource with whose step it begins. */
  at: string;
  signal: NodeJS.Signals;
  whom: Whom;
}

const moments: Moment[] = [
  { at: "haproxy-n1", signal: "SIGINT", whom: "everything, as Ctrl-C" },
  { at: "ui-n1", signal: "SIGKILL", whom: "everything at once" },
  { at: "ui-n2-release", signal: "SIGINT", whom: "everything, as Ctrl-C" },
  { at: "ui-n3", signal: "SIGKILL", whom: "the engine alone" },
];

/** Begins `pulumi up`, and ends it when it comes to the moment. @throws Error when it never does */
async function interrupt({ at, signal, whom }: Moment, edit?: Edit): Promise<void> {
  const command = [
    "up",
    "--yes",
    "--skip-preview",
    "--json",
    "--cwd",
    clone,
    "--stack",
    "lab",
    ...withStack(edit),
  ];
  const child = spawn("ip", ["netns", "exec", clientNamespace, `${clone}/bin/pulumi`, ...command], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const pid = child.pid;
  assert.ok(pid !== undefined);
  const ended = once(child, "exit");
  let reached = false;
  for await (const line of createInterface(child.stdout)) {
    if (reached || !line.includes('"resourcePreEvent"') || !line.includes(`command:remote:Command::${at}"`))
      continue;
    reached = true;
    process.kill(whom === "the engine alone" ? pid : -pid, signal);
  }
  await ended;
  assert.ok(reached, `the update never came to ${at}`);
}

/** Frees the stack from the lock of an update that was killed; one that was interrupted has freed it itself. */
async function unlock(): Promise<void> {
  const { exitCode, stderr } = await pulumi(["cancel", "--yes"]);
  assert.equal(exitCode, 0, stderr);
}

/** Demands that every VIP of the standard stack stayed where it was the whole time, on that node alone. */
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

describe("an interrupted update", () => {
  const etc = (): Promise<unknown> => Promise.all(nodes.map((node) => tree(node, ["/etc"])));
  /** What uninterrupted updates make of the nodes. */
  const wanted = new Map<Edit | undefined, unknown>();

  before(standardStack);
  before(async () => {
    wanted.set(undefined, await etc());
    await up(variant);
    wanted.set(variant, await etc());
  });

  for (const [index, moment] of moments.entries()) {
    it(`is completed by the next when ${moment.whom} gets ${moment.signal} at ${moment.at}`, async () => {
      const target = index % 2 === 0 ? undefined : variant;
      const sampling = await sample(nodes);
      await interrupt(moment, target);
      if (moment.signal === "SIGKILL") await unlock();
      assert.notDeepEqual(
        await etc(),
        wanted.get(target),
        "the interruption came too late to prove anything",
      );
      await up(target);
      await settled();
      assertNeverDisturbed(await sampling.stop());
      assert.deepEqual(await etc(), wanted.get(target));
    });
  }

  it("leaves nothing that refresh can't clear away", async () => {
    await up();
    const refresh = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", ...withStack()];
    const { exitCode, stdout } = await pulumi(refresh);
    assert.equal(exitCode, 0, stdout);
    await noChange();
  });
});
