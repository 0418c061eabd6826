import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { processes } from "./processes";
import { clone, lab, run } from "./place";
import type { Topology } from "./topology";

/** What this machine remembers of its lab, in /run: written before anything it names is made. */
export interface LabRecord {
  /** The clone whose lab it is. */
  clone: string;
  /** The nodes' lower layer. */
  image: string;
  topology: Topology;
}

const file = `${run}/lab.json`;

/** The record of the lab on this machine, whichever clone's it is; undefined when there is none. */
export function readRecord(): LabRecord | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as LabRecord) : undefined;
}

export function writeRecord(record: LabRecord): void {
  mkdirSync(run, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(record, null, 2));
  renameSync(`${file}.new`, file);
}

/** The record of this clone's lab. @throws Error when there is no lab, or it is another clone's */
export function ownRecord(): LabRecord {
  const record = readRecord();
  if (record?.clone === clone) return record;
  if (record) refuseOther(record);
  throw new Error("the lab is not up; start it with: npm run lab");
}

/** @throws Error when this clone's lab has no node of that name */
export function checkNode(node: string): void {
  const { nodes } = ownRecord().topology;
  if (!(node in nodes)) {
    throw new Error(`the lab has no node ${node}; it has ${Object.keys(nodes).join(", ")}`);
  }
}

/** @throws Error while another clone's lab runs; one that was killed, or whose clone is gone, may be cleared away */
export function refuseOther(record: LabRecord): void {
  const running = Object.keys(record.topology.nodes).filter((node) => processes(node).length > 0);
  if (record.clone === clone || running.length === 0 || !existsSync(record.clone)) return;
  throw new Error(
    `the lab of another clone is up on this machine: ${record.clone} (${running.join(", ")}). ` +
      `Take it down there first: cd ${record.clone} && npm run lab -- down` +
      (lab === "quorate-lab" ? "" : ` (with QUORATE_LAB=${lab})`),
  );
}
