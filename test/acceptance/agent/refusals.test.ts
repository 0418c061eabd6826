import assert from "node:assert/strict";
import { exec, type Outcome } from "../../../lab";
import { applyManifest } from "../../../agent/program";
import type { Unit, Verification } from "../../../agent/unit";
import { blank, demo, file, installDemo, loads } from "../../support/agent/demo";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { assertAsBefore, snapshot, type Snapshot } from "../../support/lab/snapshot";
import { apply, remove, run, textOf, tryApply, verb, type Way } from "../../support/agent/verbs";

const [node] = nodes;

const services = "systemctl show -P MainPID -P ActiveState demo ssh haproxy | tr '\\n' ' '";
const traces =
  "ls -A /var/lib/quorate/journal; find /etc /usr /var -name '*.quorate-*'; ls -d /run/quorate/job.*; ls -A /tmp | grep keepalived; :";

/** The state of the node and its services, and the demo service's number of loads. */
async function look(): Promise<{ tree: Snapshot; running: string; loads: number }> {
  return {
    tree: await snapshot(node),
    running: await run(node, services),
    loads: (await loads(node)).length,
  };
}

let untouched: ReturnType<typeof look> | undefined;

/** Changes the node by hand. */
async function byHand(line: string): Promise<void> {
  await run(node, line);
  untouched = undefined;
}

/** Demands that the attempts fail with these words and leave the node as before, its services too unless `reloaded`. */
async function refused(
  attempts: (() => Promise<Outcome>)[],
  words: RegExp[],
  reloaded = false,
): Promise<void> {
  const { tree, running, loads: count } = await (untouched ??= look());
  for (const attempt of attempts) {
    const { stdout, stderr, exitCode } = await attempt();
    assert.equal(exitCode, 1, `${stdout}\n${stderr}`);
    for (const word of words) assert.match(stderr, word);
  }
  await assertAsBefore(node, tree);
  assert.equal(await run(node, services), running);
  assert.equal(await run(node, traces), "");
  if (reloaded) untouched = undefined;
  else assert.equal((await loads(node)).length, count, "the service was reloaded before all was checked");
}

const refusedUnit = (unit: Unit, words: RegExp[], way: Way = {}, reloaded = false): Promise<void> =>
  refused([() => tryApply(node, unit, way)], [...words, /the node is as it was before/], reloaded);

/** Demands that the program refuses the text before its first change. */
const refusedText = (text: string, ...words: RegExp[]): Promise<void> => refused([() => pipe(text)], words);

const pipe = (text: string): Promise<Outcome> => exec(node, applyManifest(false), { input: text });

describe("a unit that is refused", () => {
  before(async () => {
    await preparedNodes();
    await installDemo(node);
    await apply(node, demo("one"));
  });

  it("by its checker: the checker's words, and no reload", () =>
    refusedUnit(demo("invalid"), [
      /unit demo: '\/usr\/local\/lib\/demo\/check' refused the new files/,
      /1:invalid/,
      /that line is invalid/,
    ]));

  it("by the service's reload: the service's own words, and it runs as before", () =>
    refusedUnit(demo("unloadable"), [/cannot reload demo/, /demo: this can't be loaded/], {}, true));

  it("by a failing start, if the service was off", async () => {
    await remove(node, "demo");
    await byHand("systemctl disable -q --now demo");
    await refusedUnit(demo("unloadable"), [/cannot start demo/, /demo: this can't be loaded/], {}, true);
    await byHand("systemctl enable -q --now demo");
    await apply(node, demo("one"));
  });

  it("by a verification: what doesn't hold", () =>
    refusedUnit(
      demo("two", { verifications: [{ listening: "127.0.0.1:9", process: "demo" }] }),
      [/after 30 s this does not hold: listening 127\.0\.0\.1:9 demo/],
      ...[{}, true],
    ));

  it("by a checker of files in a directory that is a link, which stays what it was meanwhile", async () => {
    await byHand("mkdir -p /srv/real && ln -s /srv/real /etc/linked && echo mine >/srv/real/a.conf");
    const unit: Unit = { ...blank, name: "linked", files: [file("/etc/linked/a.conf", "theirs\n")] };
    await refusedUnit({ ...unit, validations: ["cat /etc/linked/a.conf; false"] }, [
      /refused the new files/,
      /theirs/,
    ]);
  });

  it("by the kernel: a sysctl that is not there", () =>
    refusedUnit(
      demo("two", { sysctls: [{ key: "net.ipv4.no_such", value: "1" }] }),
      [/the kernel refused sysctl net.ipv4.no_such=1/],
      {},
      true,
    ));

  it("for a package that doesn't exist", () =>
    refusedUnit(demo("two", { packages: ["no-such-package"] }), [
      /cannot install no-such-package/,
      /Unable to locate package/,
    ]));

  it("for an owner that doesn't exist", () =>
    refusedUnit(demo("two", { files: [file("/etc/demo/x.conf", "x\n", "0644", "unknown-user:root")] }), [
      /no user or group unknown-user:root, which is to own \/etc\/demo\/x.conf/,
      /invalid user/,
    ]));

  it("for a directory's owner that doesn't exist", () =>
    refusedUnit(
      demo("two", { directories: [{ path: "/etc/demo/made", mode: "0700", owner: "unknown-user:root" }] }),
      [/cannot give \/etc\/demo\/made/],
    ));

  it("for a user whose group exists without it", async () => {
    await byHand("groupadd --system taken");
    await refusedUnit(demo("two", { users: [{ name: "taken", comment: "" }] }), [
      /a group taken exists without a user taken/,
    ]);
  });

  it("for a file below a file", () =>
    refusedUnit(demo("two", { files: [file("/etc/demo/own.conf/below", "x\n")] }), [
      /cannot make the directory \/etc\/demo\/own.conf/,
    ]));

  it("for a secret that didn't come", () =>
    refusedUnit(demo("{{secret:password}}"), [/no secret named password came with the unit/], {
      secrets: { passwords: "x" },
    }));

  it("for a path that is a directory, before anything is installed", () =>
    refusedText(
      textOf(demo("two", { packages: ["keepalived"], files: [file("/etc/demo", "x\n")] })),
      /\/etc\/demo is a directory, so no file can take its place/,
    ));

  it("for a file of another unit", () =>
    refusedText(
      textOf({ ...blank, name: "other", files: [file("/etc/demo/demo.conf", "x\n")] }),
      /\/etc\/demo\/demo.conf belongs to unit demo already/,
    ));

  it("for a verification that this program doesn't know", () => {
    const verifications = [{ vrrp: "x" } as Verification];
    return refusedText(
      textOf(demo("two", { verifications })).replace("verify vrrp", "verify quorum"),
      /unknown verification "quorum"/,
    );
  });

  it("on a node of the other family", () =>
    refusedText(
      textOf(demo("two", { family: "rhel" })),
      /for the rhel family, and this node is of family debian/,
    ));

  it("when its text was cut short, at whatever line", () => {
    const lines = textOf(demo("two")).split("\n");
    const texts = [0, 1, 8, lines.length - 2].map((length) => lines.slice(0, length).join("\n"));
    return refused(
      texts.map((text) => () => pipe(text === "" ? text : `${text}\n`)),
      [/the unit's text ended early, so nothing was changed/],
    );
  });

  it("under a name that is none", () => {
    const attempts = ["", "..", "a/b"].flatMap((name) => [
      () => pipe(textOf(demo("two")).replace("unit demo", `unit ${name}`)),
      () => verb(node, `remove '${name}'`),
    ]);
    return refused(attempts, [/can't name a unit/]);
  });

  it("without root", async () => {
    const { exitCode, stderr } = await exec(node, "sh -s facts </var/lib/quorate/node.sh", { user: "admin" });
    assert.deepEqual([exitCode, stderr.includes("Permission denied")], [2, true], stderr);
  });
});
