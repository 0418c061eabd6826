import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { command, up } from "../../../lab";
import { inClone, makeClone, name, namespaces, removeClone } from "../../support/lab/clones";

const whole = [`${name}-client`, `${name}-lan`, `${name}-n1`];

/** Process ids in the lab of these tests. */
async function pids(): Promise<number[]> {
  const { stdout } = await command([
    "sh",
    "-c",
    `cat $(find /sys/fs/cgroup -path '*/${name}/*' -name cgroup.procs)`,
  ]);
  return [...new Set(stdout.split("\n").filter(Boolean).map(Number))];
}

describe("a lab among clones", () => {
  let mine: string;
  let theirs: string;

  before(async () => {
    await up(); // makes the image, which all labs use
  });
  beforeEach(() => {
    mine = makeClone();
    theirs = makeClone();
  });
  afterEach(async () => {
    for (const directory of [mine, theirs]) if (existsSync(directory)) await removeClone(directory);
    assert.deepEqual(await namespaces(), []);
  });

  it("is refused while another clone's lab is up, naming that clone and the way out", async () => {
    assert.equal((await inClone(theirs, "lab.up(one)")).exitCode, 0);
    for (const action of ["lab.up(one)", "lab.down()", 'lab.crash("n1")']) {
      const { stderr, exitCode } = await inClone(mine, action);
      assert.equal(exitCode, 1);
      assert.match(stderr, new RegExp(`${theirs} \\(n1\\).*cd ${theirs} && npm run lab -- down`));
    }
    const { stdout } = await inClone(theirs, 'lab.exec("n1", "hostname").then((it) => it.stdout)');
    assert.equal(stdout, "n1");
  });

  it("takes the place of one that was killed and left its namespaces behind", async () => {
    await inClone(theirs, "lab.up(one)");
    for (const id of await pids()) process.kill(id, "SIGKILL");
    assert.deepEqual(await namespaces(), whole);
    const up = await inClone(
      mine,
      'lab.up(one).then(() => lab.exec("n1", "true")).then((it) => it.exitCode)',
    );
    assert.deepEqual([up.stdout, up.stderr], ["0", ""]);
    assert.equal(readFileSync(`${mine}/.lab/netns`, "utf8"), `${name}-client\n`);
  });

  it("takes the place of one whose clone was deleted", async () => {
    await inClone(theirs, "lab.up(one)");
    const before = await pids();
    rmSync(theirs, { recursive: true });
    const { stderr, exitCode } = await inClone(mine, "lab.up(one)");
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.deepEqual(
      (await pids()).filter((id) => before.includes(id)),
      [],
    );
  });

  it("is refused when a name is taken by something else", async () => {
    await command(["ip", "netns", "add", `${name}-n1`]);
    try {
      const { stderr, exitCode } = await inClone(mine, "lab.up(one)");
      assert.equal(exitCode, 1);
      assert.match(stderr, new RegExp(`not the lab's: ${name}-n1\\..*delete.*: ip netns delete ${name}-n1`));
      assert.deepEqual(await namespaces(), [`${name}-n1`]);
    } finally {
      await command(["ip", "netns", "delete", `${name}-n1`]);
    }
  });

  it("comes up after an up that was killed at any point", async () => {
    const began = Date.now();
    await inClone(mine, "lab.up(one)");
    const took = Date.now() - began;
    await inClone(mine, "lab.down()");
    for (const part of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
      const script = `require("./lab").up({ client: "192.0.2.9", nodes: { n1: { address: "192.0.2.11" } } })`;
      const env = { ...process.env, QUORATE_LAB: name };
      const child = spawn("node", ["--import", "tsx", "-e", script], { cwd: mine, env, stdio: "ignore" });
      await sleep(part * took);
      child.kill("SIGKILL");
    }
    const { stdout, stderr } = await inClone(
      mine,
      `lab.up(one).then(() => lab.inClient(["ssh", "-i", lab.privateKeyFile, "-o", "BatchMode=yes",
        "-o", "UserKnownHostsFile=" + lab.knownHostsFile, "root@192.0.2.11", "hostname"])).then((it) => it.stdout)`,
    );
    assert.deepEqual([stdout, stderr], ["n1", ""]);
  });

  it("leaves nothing when it goes down", async () => {
    await inClone(mine, "lab.up(one)");
    assert.deepEqual(await namespaces(), whole);
    await inClone(mine, "lab.down()");
    assert.deepEqual([await namespaces(), await pids(), existsSync(`/run/${name}`)], [[], [], false]);
    const mounts = readFileSync("/proc/mounts", "utf8");
    assert.ok(!mounts.includes(name), mounts);
    assert.ok(!existsSync(`${mine}/.lab/disks`));
  });
});
