import assert from "node:assert/strict";
import type { Outcome } from "../../../lab";
import { demo, installDemo } from "../../support/agent/demo";
import { demoState } from "../../support/agent/demoState";
import { nodes, preparedNodes, sideBySide } from "../../support/lab/freshNodes";
import { listUnits } from "../../../agent/program";
import { apply, run, testOwner, tryApply, tryRemove, verb } from "../../support/agent/verbs";

/** Numbers of free 4 KiB pages, from none to enough. */
const pages = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 28, 32, 40, 48, 64];

/** Gives a directory its own small disk, with its present files. */
const giveDisk = (directory: string): string => `
cp -a ${directory} /run/contents
mount -t tmpfs -o size=1m,mode=$(stat -c %a ${directory}) disk ${directory}
cp -a /run/contents/. ${directory}
rm -rf /run/contents`;

const takeDisk = (directory: string): string => `
rm -f ${directory}/filling
mkdir /run/contents
cp -a ${directory}/. /run/contents
umount ${directory}
find ${directory} -mindepth 1 -delete
cp -a /run/contents/. ${directory}
rm -rf /run/contents`;

/** Fills the disk until `left` pages are free. */
const fill = (directory: string, left: number): string => `
rm -f ${directory}/filling
dd if=/dev/zero of=${directory}/filling bs=4096 count=$(($(stat -f -c %f ${directory}) - ${left})) status=none`;

/** Tries with more and more space. Until it suffices, each failure must give its reason and change nothing. */
async function growing(node: string, directory: string, attempt: () => Promise<Outcome>): Promise<void> {
  const before = await demoState(node);
  const failures: string[] = [];
  for (const left of pages) {
    await run(node, fill(directory, left));
    const { exitCode, stderr } = await attempt();
    await run(node, `rm ${directory}/filling`);
    if (exitCode === 0) break;
    failures.push(stderr);
    const where = `${directory} with ${left} pages left: ${stderr}`;
    assert.match(stderr, /No space left on device|\/var\/lib\/quorate has no space left/, where);
    assert.match(stderr, /the node is as it was before|nothing was changed|the next run completes it/, where);
    // A committed change stays, and the next run completes its record.
    if (stderr.includes("the next run completes it")) break;
    assert.deepEqual((await demoState(node)).split("\n"), before.split("\n"), where);
  }
  assert.ok(failures.length > 0, `${directory}: the disk was never full`);
  assert.equal((await verb(node, "recover")).exitCode, 0);
  assert.notEqual(await demoState(node), before);
}

describe("a full disk", () => {
  before(async () => {
    await preparedNodes();
    await Promise.all(nodes.map((node) => installDemo(node)));
    await Promise.all(nodes.map((node) => apply(node, demo("one"))));
  });

  const cases = [
    { directory: "/var/lib/quorate", attempt: (node: string) => tryApply(node, demo("two")) },
    { directory: "/etc/demo", attempt: (node: string) => tryApply(node, demo("two")) },
    { directory: "/var/lib/quorate", attempt: (node: string) => tryRemove(node, "demo") },
    { directory: "/etc/demo", attempt: (node: string) => tryRemove(node, "demo") },
  ];

  it("fails a change or a removal with a clear error and changes nothing", async () => {
    await sideBySide(cases, async (node, { directory, attempt }) => {
      await run(node, giveDisk(directory));
      await growing(node, directory, () => attempt(node));
      await run(node, takeDisk(directory));
      await apply(node, demo("one"));
    });
  });

  it("keeps a hand-over from its beginning, and never stops it half-way", async () => {
    const [node] = nodes;
    const other = "quorate/other/one";
    const owners = (): Promise<string> =>
      run(node, "sed -n 's/^owner //p' /var/lib/quorate/units/*/manifest /var/lib/quorate/lists/* | sort -u");
    await run(node, listUnits(false, { owner: testOwner, base: "one", units: ["demo"] }));
    await run(node, giveDisk("/var/lib/quorate"));
    const failures: string[] = [];
    for (const left of pages) {
      await run(node, fill("/var/lib/quorate", left));
      const { exitCode, stderr } = await verb(node, `hand-over ${testOwner} ${other}`);
      if (exitCode === 0) break;
      failures.push(stderr);
      assert.match(stderr, /so nothing was handed over; \/var\/lib\/quorate has no space left/);
      assert.equal(await owners(), testOwner);
    }
    assert.ok(failures.length > 0, "the disk was never full");
    assert.equal(await owners(), other);
    await run(node, takeDisk("/var/lib/quorate"));
  });
});
