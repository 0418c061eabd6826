import assert from "node:assert/strict";
import { exec } from "../../../lab";
import { allQuorate, awaitOutcome, Course } from "../../support/corosync/events";
import { byConfiguration, kindOf, names, scenarios } from "../../support/corosync/scenarios";
import { type Configuration, freshLab, tryUp, up } from "../../support/corosync/corosyncStack";
import { sample } from "../../support/sweep";

/** An update. If it can't restart a node without the others' loss of quorum, restarts the nodes by hand, as it says. */
async function upByHand(configuration: Configuration, nodes: readonly string[]): Promise<void> {
  const { exitCode, errors } = await tryUp(configuration);
  if (exitCode === 0) return;
  assert.match(errors, /the new options need a restart, and without this node the others would lose quorum/);
  await Promise.all(nodes.map((node) => exec(node, "systemctl restart corosync")));
  await allQuorate(nodes);
  await up(configuration);
}

/** qdevice.test.ts has the scenarios with a qdevice. */
const withoutThirdVote = scenarios().filter(({ quorum }) => quorum["qdevice"] === undefined);

describe("outcomes of failures", () => {
  before(async () => {
    await freshLab("n4");
  });

  for (const group of byConfiguration(sample(withoutThirdVote, { kindOf, count: 14 }))) {
    const [{ nodes: count, settings, quorum, watchdog }] = group;
    const nodes = names(count);
    const course = new Course(nodes, watchdog?.nodes);
    const nicWatchdog = { interval: "500ms", startDelay: "1s", misses: 2, ...watchdog };

    describe(`${String(count)} nodes, ${JSON.stringify({ ...settings, ...quorum, ...watchdog })}`, () => {
      before(async () => {
        const configuration: Configuration = {
          nodes: Object.fromEntries(nodes.map((node) => [node, settings[node] ?? {}])),
          // corosync notices failures earlier than with its default of 3 s.
          quorum: { token: 1500, ...quorum },
          fencing: watchdog && { nicWatchdog },
        };
        await upByHand(configuration, nodes);
        await allQuorate(nodes);
      });

      afterEach(async () => {
        await course.restore();
      });

      for (const { title, events, quorate } of group)
        it(title, async () => {
          for (const event of events) await course.happen(event);
          await awaitOutcome(nodes, quorate);
        });
    });
  }
});
