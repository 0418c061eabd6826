import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

export const clone = join(__dirname, "..", "..", "..");

/** The folder of bin/pulumi's cache, found in the same way. */
export const cache =
  process.env.QUORATE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "quorate");

let folder: string | undefined;

/** The folder of this clone's stand-ins. Bundles new ones first; see toolchain/stand-ins.sh. */
export function standIns(): string {
  const script =
    '. "$1/bin/bundle.sh"; . "$1/toolchain/versions.sh"; . "$1/toolchain/stand-ins.sh"; bundled "$1" "$2"';
  folder ??= execFileSync("sh", ["-euc", script, "sh", clone, cache], { encoding: "utf8" }).trim();
  return folder;
}
