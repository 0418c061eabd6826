import { spawn } from "node:child_process";
import { once } from "node:events";
import { lab } from "./place";

/** One lock per lab, because several labs change side by side. */
const file = `/run/${lab}.lock`;

/**
 * Runs an action while no other process changes the lab. A child holds the kernel's lock on a file. The child ends
 * with this process, so that no lock stays behind.
 * @throws Error if another process has held the lock for `seconds`
 */
export async function exclusively<T>(action: () => Promise<T>, seconds = 300): Promise<T> {
  const holder = spawn("flock", ["--timeout", String(seconds), file, "sh", "-c", "echo; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true, // Ctrl-C must not give up the lock before the action has ended
  });
  const ended = once(holder, "exit");
  const got = await Promise.race([once(holder.stdout, "data").then(() => true), ended.then(() => false)]);
  if (!got) {
    throw new Error(
      `another quorate has been changing the lab for ${seconds} s; end it (fuser ${file} names it)`,
    );
  }
  try {
    return await action();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
