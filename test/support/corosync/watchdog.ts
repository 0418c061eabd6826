import { exec, waitFor } from "../../../lab";

/** What a node's watchdog counts: misses in a row, or "unseen". */
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

/** Waits until the watchdog sees the link: from then on nothing is stopped any more. */
export async function awaitLink(node: string): Promise<void> {
  await awaitMisses(node, (now) => now === "0", "see the link");
}
