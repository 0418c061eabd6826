import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { clientNamespace, clone } from "../../../lab";
import { environment, noteStandard, pulumi } from "./labStack";

type Whom = "the engine" | "everything";

export interface Moment {
  /** The resource with whose step it begins. */
  at: string;
  /** SIGINT is Ctrl-C, of which the engine tells its plugins itself. */
  signal: "SIGINT" | "SIGKILL";
  whom: Whom;
  /** What is waited for then. */
  once?: () => Promise<unknown>;
}

/** A process and all that it started, whatever group they are in. */
function family(ancestor: number): number[] {
  const parents = readdirSync("/proc").flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${id}/stat`, "utf8")) ?? [];
      return [{ id: Number(id), parent: Number(parent) }];
    } catch {
      return []; // it has ended
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
    // it has ended
  }
}

/**
 * Begins `pulumi up` with arguments that say of which configuration, and ends it when it comes to the moment.
 * @returns the processes that it had then
 * @throws Error when it never comes to it
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

/** Frees the stack from the lock of an update that was killed; one that was interrupted has freed it itself. */
export async function unlock(): Promise<void> {
  const { exitCode, stderr } = await pulumi(["cancel", "--yes"]);
  assert.equal(exitCode, 0, stderr);
}
