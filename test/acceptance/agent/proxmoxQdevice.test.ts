import assert from "node:assert/strict";
import { exec, waitFor } from "../../../lab";
import { admitKey, publicKey, trustHost } from "../../../agent/proxmox";
import {
  addresses,
  freshNodes,
  run,
  runningVersion,
  say,
  scrapNodes,
} from "../../support/agent/proxmoxNodes";
import {
  admit,
  awaitGone,
  conf,
  create,
  cutWhen,
  hostKey,
  join,
  nodesOf,
  refused,
  settle,
} from "../../support/agent/proxmoxVerbs";
import { install, must } from "../../support/agent/verbs";
import { crash } from "../../../lab";

const witness = addresses["pq"] ?? "";
const device = `  device {
    model: net
    votes: 1
    net {
      algorithm: ffsplit
      host: ${witness}
      tls: on
    }
  }
`;
const withDevice = (text: string): string => text.replace(/quorum \{\n/, (line) => `${line}${device}`);
const withoutDevice = (text: string): string =>
  text.replace(/ {2}device \{\n[^}]*\}\n {4}[^}]*\}\n/, "").replace(/ {2}device \{[^}]*\}[^}]*\}\n/, "");
const withoutTwoNode = (text: string): string => text.replace(/ *two_node: 1\n/, "");
const quorumOf = async (node: string): Promise<string> => (await exec(node, "corosync-quorumtool -s")).stdout;
const votes = async (node: string): Promise<number> =>
  Number(/^Total votes: +(\d+)/m.exec(await quorumOf(node))?.[1]);
const awaitVotes = (nodes: readonly string[], wanted: number): Promise<unknown> =>
  waitFor(async () => (await Promise.all(nodes.map(votes))).every((each) => each === wanted), {
    what: `${wanted} votes on ${nodes.join(", ")}`,
  });

/** The rows on qdevices in docs/proxmox.md. */
describe("the qdevice of a Proxmox cluster", () => {
  const nodes = ["p1", "p2", "p3", "p4"];

  before(async () => {
    await freshNodes([...nodes, "pq"]);
    await Promise.all([...nodes, "pq"].map((node) => install(node)));
    await say(
      "pq",
      "apt-get update -q; DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends corosync-qnetd",
    );
    await must(create());
    await admit("p2");
    await must(join("p2"));
  });
  after(scrapNodes);

  it("leaves two_node, by the node itself, if a power cut stops its setup half-way", async () => {
    const two = (await conf()).replace(/quorum \{\n/, (line) => `${line}  two_node: 1\n`);
    await must(settle(two));
    await cutWhen("p1", "! grep two_node /etc/pve/corosync.conf", () =>
      settle(withDevice(withoutTwoNode(two))),
    );
    await waitFor(async () => (await exec("p1", "test -e /var/lib/quorate/pve/two-node")).exitCode === 1, {
      what: "p1 to end what it had begun",
    });
    for (const node of ["p1", "p2"]) assert.match(await quorumOf(node), /^Flags:.*2Node/m, node);
    await must(settle(withoutTwoNode(two)));
  });

  it("is refused if root of the node may not log in to the witness, and nothing has changed", async () => {
    await must(run("p1", trustHost(false, witness, hostKey("pq"))));
    const before = await runningVersion("p1");
    await refused(
      settle(withDevice(await conf())),
      /pvecm qdevice setup 192\.0\.2\.39: [^]*(ssh-copy-id|Permission denied)/,
    );
    assert.equal(await runningVersion("p1"), before);
  });

  it("is set up for two nodes, and votes; again it changes nothing", async () => {
    await must(run("pq", admitKey(false, await must(run("p1", publicKey(false))))));
    await must(settle(withDevice(await conf())));
    assert.match(await conf("p2"), /algorithm: ffsplit/);
    await awaitVotes(["p1", "p2"], 3);
    const version = await runningVersion("p1");
    await must(settle(await conf()));
    assert.equal(await runningVersion("p1"), version);
  });

  it("leaves when a node joins, and is refused for three; comes back with the fourth", async () => {
    await admit("p3");
    await must(join("p3"));
    assert.doesNotMatch(await conf(), /device/);
    await refused(settle(withDevice(await conf())), /for an even number of nodes only/);
    await admit("p4");
    await must(join("p4"));
    await must(settle(withDevice(await conf())));
    await awaitVotes(nodes, 5);
  });

  it("is removed, and what an interrupted setup left doesn't stop the next", async () => {
    await must(settle(withoutDevice(await conf())));
    assert.doesNotMatch(await conf(), /device/);
    await awaitVotes(["p1"], 4);
    await say(
      "p2",
      "corosync-qdevice-net-certutil -i -c /dev/null || mkdir -p /etc/corosync/qdevice/net/nssdb",
    );
    await say("p1", "mkdir -p /etc/corosync/qdevice/net/nssdb");
    await must(settle(withDevice(await conf())));
    await awaitVotes(["p2"], 5);
  });

  it("is completed if a setup was cut short between the file and the services", async () => {
    await say("p3", "systemctl disable --now corosync-qdevice");
    await awaitVotes(["p3"], 4);
    await must(settle(await conf()));
    await awaitVotes(["p3"], 5);
    assert.equal((await exec("p3", "systemctl is-enabled corosync-qdevice")).stdout, "enabled");
  });

  it("neither comes nor goes while a node is off, and the message names it", async () => {
    await crash("p4");
    await awaitGone("p4");
    const version = await runningVersion("p1");
    await refused(
      settle(withoutDevice(await conf())),
      /only while all nodes are up; start these, or remove them first: p4/,
    );
    assert.equal(await runningVersion("p1"), version);
    assert.deepEqual(await nodesOf("p1"), nodes);
  });
});
