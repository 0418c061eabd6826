import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { clientNamespace, clone } from "../../../lab";
import { environment, noteStandard, pulumi } from "./labStack";

type Whom = "the engine" | "everything";

export interface Moment {
  /** Name of the Command whose step begins the moment. */
  at: string;
  /** SIGINT is Ctrl-C. The engine passes it on to its plugins itself. */
  signal: "SIGINT" | "SIGKILL";
  whom: Whom;
  /** Condition to wait for after that. */
  once?: () => Promise<unknown>;
}

/** A process and all its descendants, in any process group. */
function family(ancestor: number): number[] {
  const parents = readdirSync("/proc").flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${id}/stat`, "utf8")) ?? [];
      return [{ id: Number(id), parent: Number(parent) }];
    } catch {
      return []; // the process has ended
    }
  });
  const below = (id: number): number[] => [
    id,
    ...parents.filter(({ parent }) => parent === id).flatMap((child) => below(child.id)),
  ];
  return below(ancestor);
}

export function kill(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // the process has ended
  }
}

/**
 * Begins `pulumi up` with the configuration's arguments, and ends it at the moment.
 * @returns the processes of the update at the moment
 * @throws Error when the update never reaches the moment
 */
export async function interrupt(
  { at, signal, whom, once: ready }: Moment,
  stack: readonly string[],
): Promise<number[]> {
  noteStandard(false);
  const command = ["up", "--yes", "--skip-preview", "--json", "--cwd", clone, "--stack", "lab", ...stack];
  const child = spawn("ip", ["netns", "exec", clientNamespace, `${clone}/bin/pulumi`, ...command], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let all: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    const reached = line.includes('"resourcePreEvent"') && line.includes(`command:remote:Command::${at}"`);
    if (all.length > 0 || !reached) continue;
    await ready?.();
    all = family(child.pid ?? 0);
    if (whom === "everything") all.forEach(kill);
    else child.kill(signal);
  }
  await ended;
  assert.ok(all.length > 3, `the update never came to ${at}`);
  return all;
}

/** Removes the lock of a killed update from the stack. An interrupted update removes its lock itself. */
export async function unlock(): Promise<void> {
  const { exitCode, stderr } = await pulumi(["cancel", "--yes"]);
  assert.equal(exitCode, 0, stderr);
}
