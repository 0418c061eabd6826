import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { clone, down, exec } from "../../lab";
import type { HaInput } from "../../model";
import { freshLab } from "../support/corosync/corosyncStack";
import { ApiDouble, goodToken } from "../../lab/pve/api/apiDouble";
import { type Forward, fromClient } from "../support/proxmox/fromClient";
import {
  type Edit,
  encrypted,
  environment,
  preview,
  pulumi,
  tryUp,
  withStack,
} from "../support/pulumi/labStack";

const nodes = ["n1", "n2", "n3"];
const guests = { version: 1, ids: { 100: { node: "n1", type: "qemu" }, 101: { node: "n2", type: "lxc" } } };

/**
 * The stack's whole way to the API: the version, the guests and the CA over SSH, then HTTPS. The nodes have only what
 * quorate reads there; components/ha/engine.test.ts has what follows.
 */
describe("HA of a stack", () => {
  let api: ApiDouble;
  let forward: Forward;
  let secrets: object;

  before(async () => {
    await freshLab();
    api = await ApiDouble.start();
    api.ha.guests.set("100", "vm").set("101", "ct");
    forward = await fromClient(Number(new URL(api.endpoint).port));
    const script = [
      "mkdir -p /etc/pve",
      "cat >/etc/pve/pve-root-ca.pem",
      `echo '${JSON.stringify(guests)}' >/etc/pve/.vmlist`,
      "echo 'echo pve-manager/9.1.6/0000000000000000' >/usr/bin/pveversion",
      "chmod +x /usr/bin/pveversion",
    ].join("\n");
    await Promise.all(nodes.map((node) => exec(node, ["sh", "-c", script], { input: api.ca })));
    secrets = await encrypted({ apiToken: goodToken });
  });
  after(async () => {
    forward.stop();
    await api.stop();
    await down(); // other tests can't use these nodes
  });

  const stack =
    (ha: HaInput): Edit =>
    (given) => {
      given.cluster.platform = "proxmox";
      for (const key of ["vrrp", "haproxy"]) Reflect.deleteProperty(given, key);
      Object.assign(given, { ha: { endpoint: `https://127.0.0.1:${String(forward.port)}`, ...ha }, secrets });
    };
  const prefer = { n1: 2, n2: 1 };

  it("is made by an update, with the CA that a node's SSH connection vouches for, and taken away", async () => {
    const wanted = stack({ resources: { "vm:100": { prefer }, "ct:101": {} } });
    const { exitCode, errors } = await tryUp(wanted, [], { env: environment });
    assert.equal(exitCode, 0, errors);
    assert.deepEqual([...api.ha.resources.keys()].sort(), ["ct:101", "vm:100"]);
    assert.equal(api.ha.rules.get("prefer-vm-100")?.["nodes"], "n1:2,n2:1");
    assert.ok(existsSync(`${clone}/.pulumi-state/ca/quorate-lab-lab.pem`));
    const gone = await pulumi(["destroy", "--yes", "--skip-preview", ...withStack(wanted)]);
    assert.equal(gone.exitCode, 0, gone.stdout);
    assert.deepEqual([api.ha.resources.size, api.ha.rules.size], [0, 0]);
  });

  it("is refused in a preview for a guest that the nodes don't know, for disks of one node, and if no node answers as one of Proxmox VE", async () => {
    const disk = [
      "mkdir -p /etc/pve/nodes/n1/qemu-server",
      "echo 'scsi0: local-lvm:vm-100-disk-0,size=8G' >/etc/pve/nodes/n1/qemu-server/100.conf",
      "printf 'lvmthin: local-lvm\\n\\tthinpool data\\n' >/etc/pve/storage.cfg",
    ].join("; ");
    await Promise.all(nodes.map((node) => exec(node, disk)));
    const { stderr, exitCode } = await preview(stack({ resources: { "vm:100": {}, "vm:109": {} } }));
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /ha\.resources\["vm:109"\]: the cluster has no such guest/);
    assert.match(stderr, /ha\.resources\["vm:100"\]: other nodes can't read its disks scsi0 \(local-lvm\)/);
    await Promise.all(nodes.map((node) => exec(node, "rm /usr/bin/pveversion")));
    const other = await preview(stack({ resources: { "vm:100": {} } }));
    assert.match(other.stderr, /no node tells quorate how to reach Proxmox's API:\n +n1: .*no pveversion/);
  });
});
