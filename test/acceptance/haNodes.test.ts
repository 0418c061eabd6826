import assert from "node:assert/strict";
import { boot, crash, down, exec, makeProxmox, waitFor } from "../../lab";
import { freshLab } from "../support/corosync/corosyncStack";
import { type Edit, encrypted, environment, tryUp } from "../support/pulumi/labStack";

const nodes = ["n1", "n2", "n3"];

async function say(node: string, line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await exec(node, line);
  assert.equal(exitCode, 0, `${node}: ${line}: ${stderr}`);
  return stdout;
}

const runsOn = async (node: string): Promise<boolean> =>
  (await exec(node, "systemctl is-active --quiet pve-guest@100")).exitCode === 0;

/** Waits until the manager of a node says where the guest is, and it runs there. */
const awaitGuest = (on: string, asked: string): Promise<unknown> =>
  waitFor(
    async () => {
      const { stdout } = await exec(asked, "ha-manager status");
      return stdout.includes(`service vm:100 (${on}, started)`) && (await runsOn(on));
    },
    { timeoutMs: 240_000, what: `vm:100 to run on ${on}` },
  );

/** Proxmox VE's own test of HA, on nodes whose HA times are a fifth of its own (lab/pve/README.md). */
describe("a guest under HA, on nodes of Proxmox VE", () => {
  const stack: Edit = (given) => {
    given.cluster.platform = "proxmox";
    for (const key of ["vrrp", "haproxy"]) Reflect.deleteProperty(given, key);
    const resources = { "vm:100": { prefer: { n1: 2, n2: 1 } } };
    Object.assign(given, { quorum: {}, ha: { resources }, secrets });
  };
  let secrets: object;

  before(async () => {
    await freshLab();
    await Promise.all(
      nodes.map((node) => say(node, "mkdir -p /etc/pve-double; echo 0.2 >/etc/pve-double/ha-pace")),
    );
    await makeProxmox(nodes, { guests: true });
    const token = await say(
      "n1",
      `set -e; qm create 100 --name web
      pveum role add QuorateHA --privs 'Sys.Audit Sys.Console'; pveum user add quorate@pve
      pveum acl modify / --users quorate@pve --roles QuorateHA
      pveum user token add quorate@pve pulumi --privsep 0 --output-format json`,
    );
    const { value } = JSON.parse(token) as { value: string };
    secrets = await encrypted({ apiToken: `quorate@pve!pulumi=${value}` });
  });
  after(down); // other tests can't use these nodes

  it("starts, once an update made the cluster and put it under HA", async () => {
    const { exitCode, errors } = await tryUp(stack, [], { env: environment });
    assert.equal(exitCode, 0, errors);
    await awaitGuest("n1", "n2");
    assert.match(await say("n2", "ha-manager status"), /^master n\d \(active, /m);
  });

  it("starts on the next node when its node loses power, and is back when the node is", async () => {
    await crash("n1");
    await awaitGuest("n2", "n2");
    await boot("n1");
    await awaitGuest("n1", "n2");
    assert.deepEqual(await Promise.all(nodes.map(runsOn)), [true, false, false]);
  });
});
