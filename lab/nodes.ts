import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { must } from "./command";
import { exec } from "./exec";
import { directory, lab, run } from "./place";
import { kill, leader, processes } from "./processes";
import { unplug } from "./network";
import { checkNode, ownRecord, type LabRecord } from "./record";
import { prefixLength } from "./topology";
import { waitFor } from "./wait";

const disk = (node: string): string => `${directory}/disks/${node}`;
const consoleLog = (node: string): string => `${run}/${node}/console.log`;

function lastWords(node: string): string {
  return existsSync(consoleLog(node))
    ? readFileSync(consoleLog(node), "utf8").trim().split("\n").slice(-5).join("\n")
    : "";
}

/** Switches a node on if it is off, and waits until its services run. */
export async function bootNode(record: LabRecord, node: string): Promise<void> {
  if (processes(node).length > 0 && (await boots(node))) return;
  await switchOn(record, node);
  if (!(await boots(node))) throw new Error(`${node} went off while it booted:\n${lastWords(node)}`);
}

async function switchOn({ image, topology }: LabRecord, node: string): Promise<void> {
  const address = `${topology.nodes[node]?.address}/${prefixLength}`;
  if (!existsSync(disk(node))) await must([`${__dirname}/disk.sh`, node, image, disk(node)]);
  mkdirSync(`${run}/${node}/root`, { recursive: true });
  const log = openSync(consoleLog(node), "w");
  const args = [lab, node, address, image, disk(node), `${run}/${node}`];
  spawn(`${__dirname}/node.sh`, args, { detached: true, cwd: "/", stdio: ["ignore", log, log] }).unref();
  closeSync(log);
  await waitFor(() => processes(node).length > 0, {
    everyMs: 5,
    what: () => `${node} to start: ${lastWords(node)}`,
  });
}

/** Waits until a node has booted; false if it goes off meanwhile, as after a poweroff. */
async function boots(node: string): Promise<boolean> {
  const state = await waitFor(
    async () => {
      if (processes(node).length === 0) return "off";
      if (leader(node) === undefined) return undefined;
      const { stdout } = await exec(node, "systemctl is-system-running", { timeoutMs: 20_000 });
      return ["running", "degraded"].find((word) => word === stdout);
    },
    { what: () => `${node} to boot; its console ends with:\n${lastWords(node)}` },
  );
  if (state === "degraded") {
    const { stdout } = await exec(node, "systemctl --failed --plain --no-legend");
    throw new Error(`${node} booted, but these services failed:\n${stdout}`);
  }
  return state === "running";
}

/** Cuts the power: all processes on the node end at once; its disk stays. */
export async function crash(node: string): Promise<void> {
  checkNode(node);
  await kill(`${node}/machine`);
  // The keeper notices, and takes the cable away, unless it was killed as well.
  await waitFor(() => processes(node).length === 0, {
    everyMs: 5,
    what: `the keeper of ${node} to end`,
  });
  await unplug(node);
}

/** Switches a node on and waits until it runs. */
export async function boot(node: string): Promise<void> {
  checkNode(node);
  await bootNode(ownRecord(), node);
}

/** Switches a node off by its own poweroff, so that its services stop one by one. */
export async function shutDown(node: string): Promise<void> {
  checkNode(node);
  if (leader(node) !== undefined) await exec(node, "systemctl poweroff");
  await waitFor(() => processes(node).length === 0, { what: `${node} to shut down` });
}

/** Makes a node reboot itself, and waits until it runs again. */
export async function reboot(node: string): Promise<void> {
  const before = leader(node);
  await exec(node, "systemctl reboot");
  await waitFor(() => ![undefined, before].includes(leader(node)), {
    what: `${node} to reboot`,
  });
  await boot(node);
}

/** Ends a node of any clone, and removes its files in /run. */
export async function remove(node: string): Promise<void> {
  await kill(node);
  await unplug(node);
  rmSync(`${run}/${node}`, { recursive: true, force: true });
}
