import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { exec, waitFor } from "../../../lab";
import type { QuorumInput } from "../../../model";
import { allQuorate, Course, outcome } from "../../support/corosync/events";
import { byConfiguration, names, scenarios } from "../../support/corosync/scenarios";
import { type Configuration, freshLab, tryUp, up } from "../../support/corosync/corosyncStack";

/** An update, with the restart by hand that it asks for where a node away would cost the others their quorum. */
async function upByHand(configuration: Configuration, nodes: readonly string[]): Promise<void> {
  const { exitCode, errors } = await tryUp(configuration);
  if (exitCode === 0) return;
  assert.match(
    errors,
    /in force after a restart only, and without this node the others would not be quorate/,
  );
  await Promise.all(nodes.map((node) => exec(node, "systemctl restart corosync")));
  await allQuorate(nodes);
  await up(configuration);
}

/** Those with a qdevice are qdevice.test.ts's. */
const withoutThirdVote = scenarios().filter(({ quorum }) => quorum["qdevice"] === undefined);

describe("outcomes of failures", () => {
  before(async function () {
    this.timeout(240_000);
    await freshLab("n4");
  });

  // The most nodes first: a cluster grows by one node at a time.
  const groups = byConfiguration(withoutThirdVote).sort(([a], [b]) => (b?.nodes ?? 0) - (a?.nodes ?? 0));
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const nodes = names(first.nodes);
    const course = new Course(nodes, first.watchdog?.nodes);
    const watchdog = { interval: "500ms", startDelay: "1s", misses: 2, ...first.watchdog };
    const fencing = first.watchdog && { nicWatchdog: watchdog };

    describe(`${String(first.nodes)} nodes, ${JSON.stringify({ ...first.settings, ...first.quorum, ...first.watchdog })}`, () => {
      before(async function () {
        this.timeout(180_000);
        const settings = nodes.map((node) => [node, first.settings[node] ?? {}] as const);
        // Failures are found out sooner than after corosync's three seconds.
        const quorum = { token: 1500, ...first.quorum } as QuorumInput;
        await upByHand({ nodes: Object.fromEntries(settings), quorum, fencing }, nodes);
        await allQuorate(nodes);
      });

      afterEach(async function () {
        this.timeout(120_000);
        await course.restore();
      });

      for (const { title, events, quorate } of group) {
        it(title, async function () {
          this.timeout(120_000);
          for (const event of events) await course.happen(event);
          let last: Record<string, string> = {};
          await waitFor(async () => isDeepStrictEqual((last = await outcome(nodes)), quorate), {
            timeoutMs: 20_000,
            what: () => `${JSON.stringify(quorate)}; it is ${JSON.stringify(last)}`,
          });
          // It stays so.
          for (let look = 0; look < 4; look += 1) {
            await sleep(400);
            assert.deepEqual(await outcome(nodes), quorate);
          }
        });
      }
    });
  }
});
