import assert from "node:assert/strict";
import { ProxmoxCluster, QDevice, Qnetd, Quorum } from "../../../components";
import { commands, type Declared, declare, nodes, threeNodes } from "../../support/pulumi/mockedStack";

const { nodes: hosts, ...rest } = threeNodes();
const { hostKey } = hosts["n1"] ?? { hostKey: "" };
const witnesses = { q1: { address: "192.0.2.21", hostKey } };

const declared = (platform: "debian" | "proxmox" = "debian", qdevice: object = {}) =>
  declare(() => {
    const cluster = new ProxmoxCluster("lab", { ...rest, platform, nodes: hosts, witnesses });
    const qnetd = new Qnetd("qnetd", { cluster, host: "q1" });
    if (platform === "proxmox") return;
    const args = { qdevice: { host: "q1", algorithm: "lms" as const, ...qdevice }, after: qnetd.ready };
    const quorum = new Quorum("corosync", { ...args, cluster });
    new QDevice("qdevice", { cluster, quorum, qnetd });
  });

const children = (all: ReadonlyMap<string, Declared>, parents: RegExp): string[] =>
  [...all.values()]
    .filter(({ parent }) => parents.test(parent))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

describe("QDevice", () => {
  it("has a unit on each node, which waits for the settled cluster and for the certificates", async () => {
    const all = await declared();
    assert.deepEqual(
      children(all, /^qdevice/),
      nodes
        .flatMap((node) => [`command:remote:Command qdevice-${node}`])
        .concat(nodes.map((node) => `quorate:unit:NodeUnit qdevice-${node}`)),
    );
    for (const node of nodes)
      assert.deepEqual(commands(all).get(`qdevice-${node}`)?.dependsOn, [
        ...nodes.map((each) => `corosync-${each}-restart`),
        `lab-${node}`,
        "qnetd-q1-certificates",
      ]);
  });

  it("is named in corosync.conf only when its host and its certificates are there", async () => {
    const all = await declared();
    for (const node of nodes)
      assert.deepEqual(commands(all).get(`corosync-${node}`)?.dependsOn, [
        "corosync-authkey",
        `lab-${node}`,
        "qnetd-q1-certificates",
      ]);
  });

  it("tells policies its model", async () => {
    const { inputs } = (await declared()).get("quorate:quorum:QDevice qdevice") ?? {};
    assert.equal((inputs?.["qdevice"] as { algorithm: string }).algorithm, "lms");
  });

  it("gets the certificates on standard input alone", async () => {
    const certificates = "what qnetd-q1-certificates prints";
    for (const [name, { inputs }] of commands(await declared())) {
      assert.ok(!JSON.stringify({ ...inputs, stdin: "" }).includes(certificates), name);
      if (/^qdevice-n\d$/.test(name))
        assert.ok(String(inputs["stdin"]).includes(`\nend\ncertificates ${certificates}\nbase `));
    }
  });

  it("is changed together with its section of corosync.conf, so that it's restarted", async () => {
    const text = async (more: object) =>
      String(commands(await declared("debian", more)).get("qdevice-n1")?.inputs["stdin"]);
    assert.match(await text({ timeout: 9000 }), /\n\|# +timeout: 9000\n/);
    assert.doesNotMatch(await text({}), /timeout: 9000/);
  });
});

describe("Qnetd", () => {
  it("has its unit on the witness, and prints the certificates as a secret that nothing logs", async () => {
    const all = await declared();
    assert.deepEqual(children(all, /^qnetd/), [
      "command:remote:Command qnetd-q1",
      "command:remote:Command qnetd-q1-certificates",
      "quorate:unit:NodeUnit qnetd-q1",
    ]);
    assert.deepEqual(commands(all).get("qnetd-q1")?.dependsOn, ["lab-q1"]);
    const { inputs, dependsOn } = commands(all).get("qnetd-q1-certificates") ?? {};
    assert.deepEqual(dependsOn, ["qnetd-q1"]);
    assert.equal(inputs?.["logging"], "none");
    assert.match(String(inputs["create"]), /^# qnetd \w{12}\nsh \/var\/lib\/quorate\/node\.sh qnetd lab$/);
  });

  it("leaves the certificates to pvecm on platform proxmox", async () => {
    assert.deepEqual(children(await declared("proxmox"), /^qnetd/), [
      "command:remote:Command qnetd-q1",
      "quorate:unit:NodeUnit qnetd-q1",
    ]);
  });
});
