import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { down, exec, makeProxmox, waitFor } from "../../../lab";
import { quorateThrough } from "../../support/corosync/liveChange";
import {
  type Configuration,
  freshLab,
  noChange,
  preview,
  tryUp,
  up,
} from "../../support/corosync/corosyncStack";
import { quorumState } from "../../support/corosync/state";

const two = ["n1", "n2"];
const stack = (quorum: Configuration["quorum"]): Configuration => ({
  platform: "proxmox",
  nodes: { n1: {}, n2: {} },
  witnesses: ["q1"],
  quorum,
});
/** The flags without Qdevice, which stays after the removal of a qdevice. */
const flags = async (node: string): Promise<string[]> =>
  ((await quorumState(node))?.flags ?? []).filter((flag) => flag !== "Qdevice");

/** Waits until a node has these expected votes, total votes and quorum. */
async function awaitVotes(node: string, wanted: readonly number[]): Promise<void> {
  let votes: unknown;
  const look = async (): Promise<boolean> => {
    const state = await quorumState(node);
    votes = [state?.expected, state?.total, state?.quorum];
    return isDeepStrictEqual(votes, wanted);
  };
  await waitFor(look, { what: () => `${wanted.join()} on ${node}; it is ${String(votes)}` });
}

/** Two nodes with two_node, a qdevice or neither, on a live cluster. */
describe("two nodes of Proxmox, by an update", () => {
  before(async () => {
    await freshLab("q1");
    await makeProxmox(two);
    await up(stack({}));
  });
  after(down); // other tests can't use these nodes

  it("keep two_node if a qdevice fails half-way; no node loses quorum", async () => {
    await exec("n2", "systemctl mask corosync-qdevice");
    await quorateThrough(async () => {
      const { exitCode, errors } = await tryUp(stack({ qdevice: { host: "q1" } }));
      assert.notEqual(exitCode, 0);
      assert.match(errors, /pvecm qdevice setup 192\.0\.2\.21: [^]*masked/);
    }, two);
    await exec("n2", "systemctl unmask corosync-qdevice");
    for (const node of two) {
      assert.deepEqual(await flags(node), ["2Node", "Quorate", "WaitForAll"]);
      assert.equal((await exec(node, "grep -c 'device {' /etc/corosync/corosync.conf")).stdout, "0");
      assert.notEqual((await exec(node, "systemctl is-active corosync-qdevice")).stdout, "active");
    }
  });

  it("have two_node, and then a qdevice in its place; no node loses quorum", async () => {
    for (const node of two) assert.deepEqual(await flags(node), ["2Node", "Quorate", "WaitForAll"]);
    const qdevice = stack({ qdevice: { host: "q1" } });
    const { stdout } = await preview(qdevice);
    assert.match(stdout, /- +two_node: 1/);
    assert.match(stdout, /\+ +host: 192\.0\.2\.21/);
    await quorateThrough(() => up(qdevice), two);
    for (const node of two) {
      await awaitVotes(node, [3, 3, 2]);
      assert.deepEqual((await quorumState(node))?.flags, ["Quorate", "Qdevice"]);
    }
    assert.equal((await exec("n2", "grep -c two_node /etc/pve/corosync.conf")).stdout, "0");
    await noChange(qdevice);
  });

  it("keep the qdevice while Proxmox's HA has a guest: cut apart with two_node, both would run it", async () => {
    const guest = "/etc/pve/nodes/n1/qemu-server/100.conf";
    assert.equal((await exec("n1", `install -D /dev/null ${guest} && ha-manager add vm:100`)).exitCode, 0);
    await quorateThrough(async () => {
      const { exitCode, errors } = await tryUp(stack({}));
      assert.notEqual(exitCode, 0);
      assert.match(errors, /two_node is on beside the HA resources vm:100: .*Nothing was changed/);
    }, two);
    for (const node of two) assert.deepEqual((await quorumState(node))?.flags, ["Quorate", "Qdevice"]);
    assert.equal((await exec("n1", `ha-manager remove vm:100 && rm ${guest}`)).exitCode, 0);
  });

  it("have two_node again when the qdevice goes; no node loses quorum", async () => {
    await quorateThrough(() => up(stack({})), two);
    for (const node of two) await awaitVotes(node, [2, 2, 1]);
    await noChange(stack({}));
  });
});
