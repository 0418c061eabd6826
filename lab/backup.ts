import { rmSync } from "node:fs";
import { must } from "./command";
import { directory } from "./place";

const disk = (node: string): string => `${directory}/disks/${node}`;
/** Among the disks, and gone with them. */
const copy = (node: string): string => `${directory}/disks/.backup-${node}`;

async function copyDisk(from: string, to: string): Promise<void> {
  rmSync(to, { recursive: true, force: true });
  await must(["cp", "--archive", from, to]);
}

/** Keeps a copy of the disk of a node that is off, in place of an earlier one. */
export const backUp = (node: string): Promise<void> => copyDisk(disk(node), copy(node));

/** Puts the disk of a node that is off back to its copy. */
export const restore = (node: string): Promise<void> => copyDisk(copy(node), disk(node));
