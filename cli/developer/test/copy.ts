import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { clone, directory } from "../../../lab";

/** The identity of a copy's lab: a name for its namespaces, and the folder that its tests run in. */
export interface Copy {
  readonly lab: string;
  readonly folder: string;
}

/** Each lab has a copy of the clone's files, because a lab's disks, keys and state lie in the folder of its clone. */
export function copyOf(number: number): Copy {
  const lab = `${process.env["QUORATE_LAB"] ?? "quorate-lab"}-t${String(number)}`;
  return { lab, folder: `${directory}/tests/${String(number)}` };
}

const labsFolder = ".lab";
const notCopied = new Set([labsFolder, ".git", ".pulumi-state", "node_modules"]);

/** Updates a copy to the clone's present files; the copy's lab stays. */
export function refresh({ folder }: Copy): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder))
    if (name !== labsFolder) rmSync(`${folder}/${name}`, { recursive: true });
  for (const name of readdirSync(clone))
    if (!notCopied.has(name)) cpSync(`${clone}/${name}`, `${folder}/${name}`, { recursive: true });
  symlinkSync(`${clone}/node_modules`, `${folder}/node_modules`);
}
