import { mkdirSync, readFileSync, existsSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { command } from "./command";
import { introduce, knownHostsFile, makeKey } from "./identity";
import { raiseInotifyLimits } from "./inotify";
import { exclusively } from "./lock";
import { checkNetwork, lowerNetwork, namespaces, raiseNetwork } from "./network";
import { bootNode, remove } from "./nodes";
import { client, clone, directory, run } from "./place";
import { removeGroups } from "./processes";
import { readRecord, refuseOther, writeRecord, type LabRecord } from "./record";
import { newRelease, type Release } from "./release";
import { threeNodes, type Topology } from "./topology";

/** Options to follow `up`, and to abort it. */
export interface UpOptions {
  report?: (line: string) => void;
  signal?: AbortSignal | undefined;
  /** What the nodes are made of. Default: what the lab is made of, or `newRelease`. */
  release?: Release | undefined;
}

/** Builds the image if it is missing, and returns its path. */
export async function buildImage({ report, signal, release = newRelease() }: UpOptions): Promise<string> {
  const argv = [`${__dirname}/image.sh`, release];
  const { exitCode, stdout, stderr } = await command(argv, { signal, onLine: report });
  if (exitCode !== 0) throw new Error(stderr.split("\n").slice(-12).join("\n"));
  return stdout.split("\n").at(-1) ?? "";
}

function checkMachine(): void {
  if (process.getuid?.() !== 0)
    throw new Error("the lab makes network namespaces and mounts: run it as root");
  mkdirSync(directory, { recursive: true });
  const { bavail, bsize } = statfsSync(directory);
  const megabytes = Math.floor((bavail * bsize) / 1e6);
  if (megabytes < 500)
    throw new Error(`the nodes' disks need 500 MB in ${directory}, which has ${megabytes} MB`);
}

/** Removes the files in /run of a lab that has ended, or that was made from another image. */
async function clear(record: LabRecord): Promise<void> {
  for (const node of Object.keys(record.topology.nodes)) await remove(node);
  removeGroups();
  await lowerNetwork();
  rmSync(run, { recursive: true, force: true });
}

/** Removes the nodes' disks, the state of their deployment, and the notes of tests on both. */
function forget(): void {
  for (const name of ["disks", "image", "state", "netns", "notes"])
    rmSync(`${directory}/${name}`, { recursive: true, force: true });
  rmSync(knownHostsFile, { force: true });
}

/**
 * Brings up the lab of this clone. It makes the missing parts, and leaves the running ones alone. Nodes of the lab
 * that the topology doesn't name stay.
 * @throws Error if this machine can't hold a lab, or holds the living lab of another clone
 */
export async function up(topology: Topology = threeNodes, options: UpOptions = {}): Promise<void> {
  checkMachine();
  raiseInotifyLimits();
  const found = readRecord();
  const release = options.release ?? (found?.clone === clone ? found.release : undefined) ?? newRelease();
  const lower = await buildImage({ ...options, release });
  await exclusively(async () => {
    let record = readRecord();
    if (record) refuseOther(record);
    if (record && (record.clone !== clone || record.image !== lower)) {
      options.report?.(`clearing away the lab of ${record.clone}`);
      await clear(record);
      record = undefined;
    }
    const imageFile = `${directory}/image`;
    if (existsSync(imageFile) && readFileSync(imageFile, "utf8") !== lower) forget();
    writeFileSync(imageFile, lower);
    const known = record ? namespaces(record.topology) : [];
    const whole = { client: topology.client, nodes: { ...record?.topology.nodes, ...topology.nodes } };
    await checkNetwork(namespaces(whole).filter((name) => !known.includes(name)));
    const next = { clone, release, image: lower, topology: whole };
    writeRecord(next);
    await makeKey();
    await raiseNetwork(whole);
    options.signal?.throwIfAborted();
    options.report?.(`booting ${Object.keys(whole.nodes).join(", ")}`);
    await Promise.all(Object.keys(whole.nodes).map((node) => bootNode(next, node)));
    await introduce(whole);
    writeFileSync(`${directory}/netns`, `${client}\n`);
  });
}

/** Takes some nodes out of this clone's lab, with their disks, if they are in it. */
export async function scrap(nodes: readonly string[]): Promise<void> {
  await exclusively(async () => {
    const record = readRecord();
    if (record === undefined) return;
    refuseOther(record);
    for (const node of nodes) {
      await remove(node);
      rmSync(`${directory}/disks/${node}`, { recursive: true, force: true });
    }
    const left = Object.entries(record.topology.nodes).filter(([node]) => !nodes.includes(node));
    writeRecord({ ...record, topology: { ...record.topology, nodes: Object.fromEntries(left) } });
  });
}

/** Takes the lab down: nodes, disks, namespaces, and Pulumi's state of them. The operator's key stays. */
export async function down(): Promise<void> {
  await exclusively(async () => {
    const record = readRecord();
    if (record) {
      refuseOther(record);
      await clear(record);
    }
    forget();
  });
}
