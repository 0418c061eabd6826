import { cut, exec, heal, waitFor } from "../../../lab";
import { run } from "../agent/verbs";

/** The count of a node's watchdog: misses in a row, or "unseen". */
export async function missesOf(node: string): Promise<string> {
  return (await exec(node, "cut -d ' ' -f 1 /run/quorate-nic-watchdog/state")).stdout;
}

/** The log of a node's watchdog since the boot, a line each. `part` is "" for the looks and "-act" for the action. */
export async function wordsOf(node: string, part: "" | "-act"): Promise<string[]> {
  const line = `journalctl -q -b -o cat -u quorate-nic-watchdog${part}.service`;
  return (await run(node, line)).split("\n").filter((words) => words !== "");
}

/** Waits until the watchdog sees the link. From then on it stops no service. */
export async function awaitLink(node: string): Promise<void> {
  await waitFor(async () => (await missesOf(node)) === "0", {
    what: `the watchdog of ${node} to see the link`,
  });
}

/** Waits until the kernel tells of a change of the cable, which is up to a second after it. */
async function awaitCable(node: string, present: boolean): Promise<void> {
  await waitFor(
    async () => (await exec(node, "ip -o link show eth0")).stdout.includes(" state UP ") === present,
    { what: `the cable of ${node} to be ${present ? "in" : "out"}` },
  );
}

/** Has a node look a number of times while its cable is out, and once after. No time counts, so it may be busy. */
export async function lookWithoutLink(node: string, times: number): Promise<void> {
  const look = "systemctl start quorate-nic-watchdog.service";
  await run(node, "systemctl stop quorate-nic-watchdog.timer");
  await cut(node);
  await awaitCable(node, false);
  for (let done = 0; done < times; done++) await exec(node, look);
  await heal(node);
  await awaitCable(node, true);
  await exec(node, look);
  await run(node, "systemctl start quorate-nic-watchdog.timer");
}

/** Replaces the service of a look; empty lines restore it. */
export async function lookWith(node: string, lines: string): Promise<void> {
  const place = "/run/systemd/system/quorate-nic-watchdog.service.d";
  const write = `mkdir -p ${place} && cat >${place}/test.conf`;
  await run(node, lines === "" ? `rm -r ${place}` : write, { input: `[Service]\n${lines}\n` });
  await run(node, "systemctl daemon-reload");
}
