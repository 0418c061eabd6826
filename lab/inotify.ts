import { readFileSync, writeFileSync } from "node:fs";

/** The kernel counts them per user, and root of every node is the same one. A node takes ten and more. */
const needed = { max_user_instances: 1024, max_user_watches: 65_536 };

/**
 * Raises this machine's limits of inotify to what labs side by side need.
 * @throws Error when they are lower and can't be raised
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
