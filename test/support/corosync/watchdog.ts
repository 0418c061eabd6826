import { exec, waitFor } from "../../../lab";

/** The count of a node's watchdog: misses in a row, or "unseen". */
export async function missesOf(node: string): Promise<string> {
  return (await exec(node, "cut -d ' ' -f 1 /run/quorate-nic-watchdog/state")).stdout;
}

export async function awaitMisses(
  node: string,
  wanted: (now: string) => boolean,
  what: string,
): Promise<void> {
  await waitFor(async () => wanted(await missesOf(node)), {
    what: `the watchdog of ${node} to ${what}`,
  });
}

/** Waits until the watchdog sees the link. From then on it stops no service. */
export async function awaitLink(node: string): Promise<void> {
  await awaitMisses(node, (now) => now === "0", "see the link");
}
