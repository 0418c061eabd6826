import { exec, waitFor } from "../../../lab";

/** The count of a node's watchdog: misses in a row, or "unseen". */
export async function missesOf(node: string): Promise<string> {
  return (await exec(node, "cut -d ' ' -f 1 /run/quorate-nic-watchdog/state")).stdout;
}

/** Waits until the watchdog sees the link. From then on it stops no service. */
export async function awaitLink(node: string): Promise<void> {
  await waitFor(async () => (await missesOf(node)) === "0", {
    what: `the watchdog of ${node} to see the link`,
  });
}
