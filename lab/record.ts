import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { processes } from "./processes";
import { clone, lab, run } from "./place";
import type { Release } from "./release";
import type { Topology } from "./topology";

/** This machine's record of its lab, in /run. The lab writes it before it makes anything that the record names. */
export interface LabRecord {
  /** The clone that the lab belongs to. */
  clone: string;
  release: Release;
  /** The nodes' lower layer. */
  image: string;
  topology: Topology;
}

const file = `${run}/lab.json`;

/** The record of the lab on this machine, from any clone; undefined if there is none. */
export function readRecord(): LabRecord | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as LabRecord) : undefined;
}

export function writeRecord(record: LabRecord): void {
  mkdirSync(run, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(record, null, 2));
  renameSync(`${file}.new`, file);
}

/** The record of this clone's lab. @throws Error if there is no lab, or if it is another clone's */
export function ownRecord(): LabRecord {
  const record = readRecord();
  if (record?.clone === clone) return record;
  if (record) refuseOther(record);
  throw new Error("the lab is not up; start it with: npm run lab");
}

/** @throws Error if this clone's lab has no node of that name */
export function checkNode(node: string): void {
  const { nodes } = ownRecord().topology;
  if (!(node in nodes)) {
    throw new Error(`the lab has no node ${node}; it has ${Object.keys(nodes).join(", ")}`);
  }
}

/** @throws Error while another clone's lab runs; you may clear away a lab that was killed, or whose clone is gone */
export function refuseOther(record: LabRecord): void {
  const running = Object.keys(record.topology.nodes).filter((node) => processes(node).length > 0);
  if (record.clone === clone || running.length === 0 || !existsSync(record.clone)) return;
  throw new Error(
    `the lab of another clone is up on this machine: ${record.clone} (${running.join(", ")}). ` +
      `Take it down there first: cd ${record.clone} && npm run lab -- down` +
      (lab === "quorate-lab" ? "" : ` (with QUORATE_LAB=${lab})`),
  );
}
