import assert from "node:assert/strict";
import { exec, waitFor } from "../../../lab";
import type { Deployment } from "../pulumi/deployment";
import { sampledQuorum } from "./quorumSamples";
import { type Configuration, tryUp } from "./corosyncStack";
import { quorumState, versions } from "./state";

export const three: Configuration = { nodes: { n1: {}, n2: {}, n3: {} }, quorum: {} };
export const two: Configuration = { nodes: { n1: {}, n2: {} }, quorum: {} };
export const nodes = ["n1", "n2", "n3"];

export const everywhere = async <T>(read: (node: string) => Promise<T>, at = nodes): Promise<T[]> =>
  Promise.all(at.map(read));

/** Applies a change, and demands that these nodes stay quorate meanwhile. */
export async function quorateThrough(
  change: () => Promise<unknown>,
  at: readonly string[] = nodes,
): Promise<void> {
  const samples = await sampledQuorum(at, change);
  for (const node of at) {
    const own = samples.filter((sample) => sample.node === node);
    assert.ok(own.length >= 5, `${node} was sampled ${String(own.length)} times`);
    const lost = own.filter(({ quorate }) => !quorate).map(({ time }) => time - (own[0]?.time ?? 0));
    assert.deepEqual(lost, [], `${node} was not quorate after so many milliseconds`);
  }
}

/** Demands that all nodes run one version, have it in their file, and are quorate. @returns the version */
export async function settledAt(at = nodes): Promise<number> {
  const read = await everywhere(versions, at);
  const [first] = read;
  assert.ok(first && first.running > 0);
  for (const each of read) assert.deepEqual(each, { running: first.running, file: first.running });
  for (const state of await everywhere(quorumState, at)) assert.equal(state?.quorate, true);
  return first.running;
}

/** Waits until all nodes are back at a version without remains of a change. It ends their timers of 300 s early. */
export async function backAt(version: number): Promise<void> {
  await waitFor(
    async () => {
      await everywhere((node) => exec(node, timeIsOver));
      const read = await everywhere(versions);
      const states = await everywhere(quorumState);
      const left = await everywhere(async (node) => (await exec(node, "ls /var/lib/quorate/journal")).stdout);
      return (
        read.every(({ running, file }) => running === version && file === version) &&
        states.every((state) => state?.quorate === true && state.members.length === 3) &&
        left.every((names) => names === "")
      );
    },
    { what: `all nodes at version ${String(version)}` },
  );
}

/** Starts the service of a parked change's timer, if there is one. */
const timeIsOver =
  "! systemctl -q is-active quorate-confirm-corosync.timer || systemctl start quorate-confirm-corosync.service";

const prefix = "urn:pulumi:lab::quorate::quorate:quorum:Quorum$command:remote:Command::";

/** Whether the engine reports the Command's update in this line. */
export function isDone(line: string, command: string): boolean {
  return line.includes("resOutputsEvent") && line.includes(`"op":"update","urn":"${prefix}${command}"`);
}

/** `pulumi up` that runs `action` after a Command's success. */
export async function upWith(
  configuration: Configuration,
  command: string,
  action: () => Promise<unknown>,
): Promise<Deployment> {
  let acted: Promise<unknown> | undefined;
  const deployment = await tryUp(configuration, {
    onLine: (line) => {
      if (isDone(line, command)) acted ??= action();
    },
  });
  assert.ok(acted, `${command} never ended`);
  await acted;
  return deployment;
}
