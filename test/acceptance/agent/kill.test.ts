import assert from "node:assert/strict";
import { demo, installDemo } from "../../support/agent/demo";
import { demoState } from "../../support/agent/demoState";
import { nodes, preparedNodes, sideBySide } from "../../support/lab/freshNodes";
import { applyInput, commandsOf, killedAt, stepsAt, type Victim } from "../../support/agent/kills";
import { everyCase, sample } from "../../support/sweep";
import { apply, remove, run, testOwner, verb } from "../../support/agent/verbs";

/** Number of kills per transaction in a sample; more if it has more steps. */
const kills = 20;

interface Transaction {
  /** Brings the node to the state before the transaction. */
  prepare: (node: string) => Promise<unknown>;
  verb: readonly string[];
  input?: string;
  /** Possible states after a kill and the recovery. Default: both. */
  outcomes?: readonly ("before" | "after")[];
}

/** Numbers of the commands to kill at, at least one in each step of the transaction. */
function points(commands: readonly string[]): number[] {
  const steps = stepsAt(commands);
  const all = commands.map((_, index) => index + 1);
  return sample(all, { kindOf: (at) => steps[at - 1] ?? "", count: kills });
}

/** Kills the transaction again and again. After each recovery, the node must be as before it or as after it. */
async function survivesKills(transaction: Transaction): Promise<void> {
  const { prepare, verb: words, input, outcomes = ["before", "after"] } = transaction;
  const [first] = nodes;
  await Promise.all(nodes.map(prepare));
  const before = await demoState(first);
  const commands = await commandsOf(first, words, input);
  const after = await demoState(first);
  assert.notEqual(after, before);
  await prepare(first);
  const found = new Set<string>();
  const cases = points(commands).map((at, index): { at: number; victim: Victim } => ({
    at,
    victim: index % 2 === 0 ? "shell" : "all",
  }));
  await sideBySide(cases, async (node, { at, victim }) => {
    const where = `${node}: ${victim} killed at ${at}: ${commands[at - 1] ?? ""}`;
    await killedAt(node, at, victim, words, input);
    const { exitCode, stderr } = await verb(node, "recover");
    assert.equal(exitCode, 0, `${where}: ${stderr}`);
    const left = await demoState(node);
    const outcome = left === before ? "before" : "after";
    found.add(outcome);
    if (outcome === "after") assert.deepEqual(left.split("\n"), after.split("\n"), where);
    if (outcome === "after" || !outcomes.includes("before")) await prepare(node);
  });
  assert.deepEqual([...found].sort().reverse(), outcomes);
}

describe("a program that is killed, at whatever command", function () {
  this.timeout(everyCase() ? 7_200_000 : 600_000);
  before(async () => {
    await preparedNodes();
    await Promise.all(nodes.map((node) => installDemo(node)));
  });

  it("leaves a change of a unit undone or done", () =>
    survivesKills({
      prepare: (node) => apply(node, demo("one")),
      ...{ verb: ["apply"], input: applyInput(demo("two")) },
    }));

  it("leaves a removed unit there or gone", () =>
    survivesKills({ prepare: (node) => apply(node, demo("one")), verb: ["remove", "demo", testOwner] }));

  it("leaves a recovery to the next one", async () => {
    const change = [["apply"], applyInput(demo("two"))] as const;
    await apply(nodes[0], demo("one"));
    const nearlyDone = (await commandsOf(nodes[0], ...change)).findIndex((words) =>
      words.startsWith("write_record"),
    );
    const prepare = async (node: string): Promise<void> => {
      await apply(node, demo("one"));
      await killedAt(node, nearlyDone, "all", ...change);
    };
    await survivesKills({ prepare, verb: ["recover"], outcomes: ["after"] });
  });

  it("leaves a first apply undone or done, if the service was off", async () => {
    await Promise.all(nodes.map((node) => remove(node, "demo")));
    await Promise.all(nodes.map((node) => run(node, "systemctl disable -q --now demo")));
    const prepare = (node: string): Promise<unknown> => remove(node, "demo");
    await survivesKills({ prepare, verb: ["apply"], input: applyInput(demo("one")) });
  });
});
