import { readFileSync, writeFileSync } from "node:fs";

/** The kernel counts these per user, and all nodes share one root. A node takes ten and more. */
const needed = { max_user_instances: 1024, max_user_watches: 65_536 };

/**
 * Raises this machine's limits of inotify to the needs of labs side by side.
 * @throws Error if they are lower and can't be raised
 */
export function raiseInotifyLimits(folder = "/proc/sys/fs/inotify"): void {
  for (const [name, least] of Object.entries(needed)) {
    const file = `${folder}/${name}`;
    const limit = Number(readFileSync(file, "utf8"));
    if (limit >= least) continue;
    try {
      writeFileSync(file, `${least}\n`);
    } catch {
      throw new Error(
        `fs.inotify.${name} is ${limit} here, and can't be raised: path units of the nodes would fail\n` +
          `on the machine itself, run: sysctl -w fs.inotify.${name}=${least}`,
      );
    }
  }
}
