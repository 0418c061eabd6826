import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { exec, inClient, knownHostsFile, privateKeyFile, waitFor } from "../../../lab";
import { removeUnit } from "../../../agent/program";
import type { Unit } from "../../../agent/unit";
import { blank, demo, file, installDemo, loaded } from "../../support/agent/demo";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { secretLines } from "../../../agent/manifest";
import {
  applyLine,
  apply,
  digestOf,
  facts,
  remove,
  run,
  testOwner,
  textOf,
  tryApply,
} from "../../support/agent/verbs";

const [node] = nodes;
const secrets = { password: "sw0rdf1sh" };

/** A slow unit: its validation waits for the file /run/go. */
const waiting = (setting: string): Unit =>
  demo(setting, { validations: ["touch /run/checking; until [ -e /run/go ]; do sleep 0.02; done"] });
const checking = (): Promise<string> =>
  run(node, "timeout 120 sh -c 'until [ -e /run/checking ]; do sleep 0.02; done'; rm /run/checking");
const go = (): Promise<string> => run(node, "touch /run/go");

const applied = (unit: Unit): Promise<unknown> =>
  waitFor(async () => (await facts(node)).units.get(unit.name)?.digest === digestOf(unit), {
    what: "the unit to be applied",
  });

/** Searches for the secret. The brackets keep grep from finding itself. */
const places = "grep -r -l s[w]0rdf1sh /etc /run /tmp /var 2>/dev/null || :";

const jobs = (): Promise<string> => run(node, "ls -d /run/quorate/job.* 2>/dev/null || :");

describe("sessions with a node", () => {
  before(async () => {
    await preparedNodes();
    await installDemo(node);
  });
  beforeEach(() => run(node, "rm -f /run/go /run/checking"));

  it("change it one after another", async () => {
    const settings = ["one", "two", "three", "four"];
    const others = settings.map((name) => ({ ...blank, name, files: [file(`/etc/demo/${name}.d`, "x\n")] }));
    const outcomes = await Promise.all([
      ...settings.map((setting) => tryApply(node, demo(setting))),
      ...others.map((unit) => tryApply(node, unit)),
    ]);
    const waited = /^quorate: n1: another change of this node, by n1, began at .*; this waits for its end$/;
    assert.deepEqual(
      outcomes.map(({ exitCode, stderr }) => [exitCode, stderr.replace(waited, "")]),
      outcomes.map(() => [0, ""]),
    );
    const { units } = await facts(node);
    assert.deepEqual(
      [...units].map(([name, { drift }]) => [name, drift]).sort(),
      ["demo", ...settings].sort().map((name) => [name, []]),
    );
    const setting = settings.find((each) => digestOf(demo(each)) === units.get("demo")?.digest);
    assert.equal(await loaded(node), `${setting ?? ""}\nleft alone`);
    await Promise.all(["demo", ...settings].map((name) => remove(node, name)));
    assert.equal(await run(node, "ls /etc/demo"), "demo.conf\nown.conf");
  });

  it("may be lost: the work goes on to its end, and nothing of the job stays", async () => {
    for (const signal of ["HUP", "KILL"]) {
      await run(node, "rm -f /run/go");
      const unit = waiting(`lost-${signal.toLowerCase()}`);
      const begun = exec(node, ["setsid", "--wait", "sh", "-c", applyLine(textOf(unit))]);
      await checking();
      await run(node, `kill -${signal} -$(ps -o pgid= $(pgrep -f -o '[n]ode.sh apply') | tr -d ' ')`);
      await begun;
      const told = facts(node);
      await go();
      assert.equal(
        (await told).units.get("demo")?.digest,
        digestOf(unit),
        "facts of the moment before the change",
      );
      await applied(unit);
      assert.equal(await loaded(node), `lost-${signal.toLowerCase()}\nleft alone`);
      await waitFor(async () => (await jobs()) === "", {
        what: "the job to be cleared away",
      });
    }
  });

  it("may break in the midst of it", async () => {
    const unit = waiting("broken");
    const options = [
      "-i",
      privateKeyFile,
      "-o",
      `UserKnownHostsFile=${knownHostsFile}`,
      "-o",
      "BatchMode=yes",
    ];
    const mark = join(mkdtempSync(join(tmpdir(), "quorate-break-")), "now");
    const breaking = '"$@" & until [ -e "$0" ]; do sleep 0.05; done; kill -KILL $!; wait $!';
    const ssh = ["sh", "-c", breaking, mark, "ssh", ...options, "root@192.0.2.11"];
    const begun = inClient([...ssh, applyLine(textOf(unit))], { input: "" });
    await checking();
    writeFileSync(mark, "");
    assert.equal((await begun).exitCode, 137);
    rmSync(dirname(mark), { recursive: true });
    await go();
    await applied(unit);
  });

  it("as a user with sudo carry manifests and secrets", async () => {
    const unit = demo("for-{{secret:password}}", {
      files: [file("/etc/demo/demo.conf", "{{secret:password}} and {{secret:password}}\n", "0600")],
    });
    const outcome = await exec(node, applyLine(textOf(unit), true), {
      user: "admin",
      input: secretLines(secrets),
    });
    assert.deepEqual(outcome, { stdout: "demo: applied", stderr: "", exitCode: 0 });
    assert.equal(await run(node, "cat /etc/demo/demo.conf"), "sw0rdf1sh and sw0rdf1sh");
    assert.equal(
      (await exec(node, removeUnit(true, "demo", testOwner), { user: "admin" })).stdout,
      "demo: removed",
    );
    const { exitCode, stderr } = await exec(node, "sh /var/lib/quorate/node.sh facts", { user: "nobody" });
    assert.notEqual(exitCode, 0, stderr);
  });

  it("show a secret in no argument list, no environment and no message, and leave it in no other place", async () => {
    const unit = demo("secret", {
      files: [file("/etc/demo/demo.conf", "invalid {{secret:password}}\n", "0600")],
    });
    await run(
      node,
      "systemd-run -q --unit watch-arguments sh -c 'while :; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; done 2>/dev/null | grep -a -o -m 1 s[w]0rdf1sh >/run/seen'",
    );
    const fine = await tryApply(node, { ...unit, validations: [] }, { secrets });
    assert.equal(fine.exitCode, 0, fine.stderr);
    const refused = await tryApply(node, { ...unit, validations: ["false"], verifications: [] }, { secrets });
    assert.equal(refused.exitCode, 1);
    assert.doesNotMatch(`${fine.stdout}${fine.stderr}${refused.stdout}${refused.stderr}`, /sw0rdf1sh/);
    await run(node, "systemctl stop watch-arguments");
    assert.equal(await run(node, "cat /run/seen"), "", "a secret was in an argument list or an environment");
    assert.equal(await run(node, places), "/etc/demo/demo.conf\n/run/demo.loaded");
    await remove(node, "demo");
    assert.equal(await run(node, places), "");
  });

  it("leave no secret when everything is killed while they wait: the next one clears it away", async () => {
    const unit = { ...waiting("x"), files: [file("/etc/demo/demo.conf", "{{secret:password}}\n", "0600")] };
    const begun = tryApply(node, unit, { secrets });
    await checking();
    await run(
      node,
      "kill -9 $(pgrep -f '[n]ode.sh (apply|work)') $(pgrep -f '[u]nshare -m') $(pgrep -f '[u]ntil') || :",
    );
    await begun;
    assert.notEqual(await jobs(), "");
    await apply(node, demo("next"));
    assert.equal(await jobs(), "");
    assert.equal(await run(node, places), "");
  });
});
