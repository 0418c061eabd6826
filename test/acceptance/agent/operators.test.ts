import assert from "node:assert/strict";
import { exec, inClient, waitFor } from "../../../lab";
import { programPath, readFacts } from "../../../agent/program";
import { statusScript } from "../../../agent/status/script";
import { parseAnswer } from "../../../agent/status/answer";
import type { Unit } from "../../../agent/unit";
import { blank, file } from "../../support/agent/demo";
import { sshArguments } from "../../support/lab/probes";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { applyLine, run, textOf } from "../../support/agent/verbs";
import { clone } from "../../../lab";

const [node] = nodes;
const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+`;
const setting = (content: string, changes: Partial<Unit> = {}): Unit => ({
  ...blank,
  files: [file("/etc/q/setting", `${content}\n`)],
  ...changes,
});
/** Waits until the file exists that \`go\` makes. */
const slow = setting("slow", { validations: ["until [ -e /run/go ]; do sleep 0.1; done"] });

/** Runs a line as a login from this address does. */
const from = (operator: string, line: string) => {
  const [user, address] = operator.split("@");
  return exec(node, [
    "env",
    `USER=${user}`,
    `SSH_CONNECTION=${address} 40000 192.0.2.11 22`,
    "sh",
    "-c",
    line,
  ]);
};
const apply = (unit: Unit) => applyLine(textOf(unit));
const atWork = () =>
  waitFor(async () => (await exec(node, "ls /var/lib/quorate/journal/demo/phase-open")).exitCode === 0, {
    everyMs: 50,
    what: "a change at work",
  });
const go = () => run(node, "touch /run/go");

describe("two operators at once", () => {
  before(preparedNodes);

  it("wait for each other, and the second one is told at once who is at work since when", async () => {
    const first = from("alice@192.0.2.77", apply(slow));
    await atWork();
    const told = new RegExp(
      `^quorate: n1: another change of this node, by alice@192\\.0\\.2\\.77, began at ${time}; this waits for its end`,
      "m",
    );
    let heard = "";
    const onLine = (line: string): void => void (heard += `${line}\n`);
    const second = exec(node, `{ ${readFacts(false)} 2>&1; }`, { onLine });
    const third = from("bob@192.0.2.78", `sh ${programPath} remove demo quorate/test/demo`);
    await waitFor(() => Promise.resolve(told.test(heard)), {
      what: () => `the facts to tell; they say ${heard}`,
    });
    const { stdout } = await exec(node, "sh -s 5", { input: statusScript(clone) });
    assert.match(parseAnswer(stdout).quorate?.busy ?? "", new RegExp(`^alice@192\\.0\\.2\\.77 ${time}$`));
    await go();
    assert.equal((await first).stdout, "demo: applied");
    const { stdout: removed, stderr } = await third;
    assert.deepEqual([removed, told.test(stderr)], ["demo: removed", true]);
    assert.equal((await second).exitCode, 0);
  });

  it("are known by their logins, also through sudo", async () => {
    const argv = [
      ...sshArguments("192.0.2.11", 22),
      "sudo",
      "-n",
      "sh",
      programPath,
      "list",
      "a/b/c",
      "base",
    ];
    const { exitCode, stderr } = await inClient(argv);
    assert.equal(exitCode, 0, stderr);
    assert.match(await run(node, "cat /run/quorate/lock"), new RegExp(`^admin@192\\.0\\.2\\.\\d+ ${time}$`));
  });

  it("don't undo each other's unconfirmed change; its own operator does", async () => {
    await from("alice@192.0.2.77", apply(setting("one")));
    const waiting = await from("alice@192.0.2.77", apply(setting("two", { confirm: true })));
    assert.equal(waiting.exitCode, 0, waiting.stderr);
    for (const line of [apply(setting("three")), `sh ${programPath} remove demo quorate/test/demo`]) {
      const { exitCode, stderr } = await from("bob@192.0.2.78", line);
      assert.equal(exitCode, 1);
      assert.match(
        stderr,
        new RegExp(`unit demo: alice@192\\.0\\.2\\.77 changed it at ${time} and has not confirmed that yet`),
      );
    }
    assert.equal(await run(node, "cat /etc/q/setting"), "two");
    const { stdout } = await from("alice@192.0.2.77", apply(setting("three")));
    assert.equal(stdout, "demo: applied");
    assert.equal(await run(node, "cat /etc/q/setting"), "three");
  });
});
