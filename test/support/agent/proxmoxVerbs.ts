import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { boot, crash, exec, further, knownHostsFile, type Outcome, threeNodes, waitFor } from "../../../lab";
import {
  admitKey,
  createCluster,
  joinCluster,
  makeCurrent,
  type Membership,
  publicKey,
  settleCluster,
} from "../../../agent/proxmox";
import { addresses, run, say } from "./proxmoxNodes";
import { must } from "./verbs";

const others: Readonly<Record<string, { readonly address: string }>> = { ...threeNodes.nodes, ...further };
export const address = (node: string): string => addresses[node] ?? others[node]?.address ?? "";

export function hostKey(node: string): string {
  const line = readFileSync(knownHostsFile, "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${address(node)} ssh-ed25519 `));
  return line?.split(" ").slice(1).join(" ") ?? "";
}

export const membership = (node: string): Membership => ({
  node,
  cluster: "lab",
  address: address(node),
  links: { 0: address(node) },
});
export const create = (node = "p1"): Promise<Outcome> => run(node, createCluster(false, membership(node)));
export const join = (node: string, member = "p1", change: Partial<Membership> = {}): Promise<Outcome> =>
  run(
    node,
    joinCluster(
      false,
      { ...membership(node), ...change },
      { name: member, address: address(member), hostKey: hostKey(member) },
    ),
  );
export const admit = async (node: string, member = "p1"): Promise<void> => {
  await must(run(member, admitKey(false, await must(run(node, publicKey(false))))));
};
export function settle(conf: string, node = "p1"): Promise<Outcome> {
  const { create, stdin } = settleCluster(false, conf, "nothing");
  return exec(node, create, { input: stdin });
}
export const current = (node: string): Promise<Outcome> => run(node, makeCurrent(false));
export const conf = (node = "p1"): Promise<string> => say(node, "cat /etc/pve/corosync.conf");
export const quorate = async (node: string): Promise<boolean> =>
  /^Quorate: +Yes/m.test((await exec(node, "corosync-quorumtool -s")).stdout);
export const nodesOf = async (node: string): Promise<string[]> =>
  [...(await conf(node)).matchAll(/^ +name: (.*)$/gm)].map(([, name = ""]) => name).sort();

/** Demands that a verb fails with these words. */
export async function refused(outcome: Promise<Outcome>, words: RegExp): Promise<void> {
  const { stdout, stderr, exitCode } = await outcome;
  assert.notEqual(exitCode, 0, stdout);
  assert.match(stderr, words);
}

/** Waits until a node is quorate, or with `wanted` false until it isn't. */
export async function awaitQuorum(node: string, wanted = true): Promise<void> {
  await waitFor(async () => (await quorate(node)) === wanted, {
    what: `quorum ${wanted} on ${node}`,
  });
}

/** Waits until member `from` no longer sees a node. */
export async function awaitGone(node: string, from = "p1"): Promise<void> {
  await waitFor(async () => !(await say(from, "pvecm nodes")).includes(node), {
    what: `${node} to be gone`,
  });
}

/** Cuts a node's power when `condition` succeeds on it during a verb, then boots the node. */
export async function cutWhen(node: string, condition: string, verb: () => Promise<Outcome>): Promise<void> {
  const running = verb().catch(() => undefined);
  await waitFor(async () => (await exec(node, condition)).exitCode === 0, {
    everyMs: 5,
    what: `${condition} on ${node}`,
  });
  await crash(node);
  await running;
  await boot(node).catch(() => undefined); // corosync may fail before the boot has ended
}
