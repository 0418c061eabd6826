import { readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { lab } from "./place";
import { waitFor } from "./wait";

/**
 * A node's processes are those of its control group (node.sh): the lab starts all of them, and none can leave it. The
 * group therefore lists the running processes, without process ids that go stale.
 */
function hierarchies(): string[] {
  return readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .filter(
      ([, , type, options = ""]) => type === "cgroup2" || (type === "cgroup" && /name=systemd/.test(options)),
    )
    .map(([, target = ""]) => target);
}

/** The result of `read`; empty if the group is gone, even since a moment ago. */
function unlessGone<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ENODEV"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

function groups(directory: string): string[] {
  return unlessGone(() => {
    const inner = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [...inner.flatMap((entry) => groups(join(directory, entry.name))), directory];
  });
}

function members(group: string): number[] {
  return unlessGone(() =>
    readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number),
  );
}

/** The ids of all processes under a group of the lab: `n1` includes its keeper, `n1/machine` doesn't. */
export function processes(group: string): number[] {
  return [...new Set(hierarchies().flatMap((root) => groups(join(root, lab, group)).flatMap(members)))];
}

/**
 * The id of a node's systemd, the first process of its container; undefined while the node is off or about to be. A
 * command that joins while systemd ends all others is not systemd's child. systemd would wait for it for 10 s.
 */
export function leader(node: string): number | undefined {
  const ids = hierarchies().flatMap((root) => members(join(root, lab, node, "machine/payload/init.scope")));
  return ids.find(isSystemd);
}

/**
 * Whether a process is a container's first one, and systemd. A process that systemd has just forked is in its group,
 * too.
 */
function isSystemd(id: number): boolean {
  try {
    return /^Name:\tsystemd$.*^NSpid:(\t\d+)+\t1$/ms.test(readFileSync(`/proc/${id}/status`, "utf8"));
  } catch {
    return false; // just gone
  }
}

/** Ends every process of a group at once, as a power cut does, and waits until they are gone. */
export async function kill(group: string): Promise<void> {
  await waitFor(
    () => {
      const left = processes(group);
      for (const id of left) {
        try {
          process.kill(id, "SIGKILL");
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
        }
      }
      return left.length === 0;
    },
    { everyMs: 10, what: () => `the processes ${processes(group).join(", ")} to end` },
  );
}

/** Removes the lab's control groups, which must be empty. */
export function removeGroups(): void {
  for (const group of hierarchies().flatMap((root) => groups(join(root, lab)))) rmdirSync(group);
}
