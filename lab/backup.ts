import { rmSync } from "node:fs";
import { must } from "./command";
import { directory } from "./place";

const disk = (node: string): string => `${directory}/disks/${node}`;
/** The copy lies among the disks, and goes with them. */
const copy = (node: string): string => `${directory}/disks/.backup-${node}`;

async function copyDisk(from: string, to: string): Promise<void> {
  rmSync(to, { recursive: true, force: true });
  await must(["cp", "--archive", from, to]);
}

/** Copies the disk of a node that is off, in place of an earlier copy. */
export const backUp = (node: string): Promise<void> => copyDisk(disk(node), copy(node));

/** Restores the disk of a node that is off from its copy. */
export const restore = (node: string): Promise<void> => copyDisk(copy(node), disk(node));
