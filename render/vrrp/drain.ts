import type { VrrpGroup } from "../../model";
import { isFile } from "../../model/vrrp/track";
import type { UnitDirectory, UnitFile } from "../../agent/unit";
import { rootDirectory, rootFile } from "../file";
import * as paths from "./paths";

/** The directories of a group's track files that a node may lack. */
export function drainDirectories({ tracks }: VrrpGroup): UnitDirectory[] {
  const needed = tracks.filter(isFile).map(({ target }) => target.path.replace(/\/[^/]*$/, ""));
  return [...new Set(needed)]
    .filter((path) => /\/keepalived$/.test(path) && path !== paths.root)
    .map((path) => rootDirectory(path));
}

/** keepalived drops a track file without its directory, and /run is empty after a boot. */
export function drainFiles(group: VrrpGroup): UnitFile[] {
  const volatile = drainDirectories(group).filter(({ path }) => path.startsWith("/run/"));
  return volatile.map(({ path }) =>
    rootFile(paths.temporaryFiles(group.name), "0644", [`d ${path} 0755 root root -`]),
  );
}
