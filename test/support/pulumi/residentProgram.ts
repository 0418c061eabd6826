import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { createInterface } from "node:readline";
import { clientNamespace, clone, type Outcome } from "../../../lab";

interface Resident {
  readonly child: ChildProcess;
  readonly address: string;
  /** Its stand-ins for plugins, as in PULUMI_DEBUG_PROVIDERS. */
  readonly plugins: string;
  /** The client's namespace. A new lab has a new one. */
  readonly namespace: number;
}

/** Each serves one run at a time. */
const idle: Resident[] = [];

const namespaceOf = (): number => statSync(`/run/netns/${clientNamespace}`).ino;

async function start(): Promise<Resident> {
  const namespace = namespaceOf();
  const argv = [process.execPath, "--import", "tsx", `${__dirname}/residentHost.ts`];
  const child = spawn("ip", ["netns", "exec", clientNamespace, ...argv], {
    cwd: clone,
    env: { ...process.env, PULUMI_NODEJS_ROOT_DIRECTORY: clone },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const line = once(createInterface(child.stdout), "line");
  const end = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`it ended with ${String(code)}`)),
  );
  const [told] = (await Promise.race([line, end])) as [string];
  const [, port, plugins] = /^(\d+) (\S+)$/.exec(told) ?? [];
  assert(port !== undefined && plugins !== undefined, told);
  return { child, address: `127.0.0.1:${port}`, plugins, namespace };
}

/** @returns an idle one of this lab, if there is one; ends those of labs before */
function taken(): Resident | undefined {
  for (let next = idle.pop(); next; next = idle.pop()) {
    if (next.child.exitCode === null && next.namespace === namespaceOf()) return next;
    next.child.stdin?.end();
  }
  return undefined;
}

/**
 * Calls `use` with a process in the client's namespace that has the program and the stand-ins for its plugins loaded.
 * It gets its address for the engine's `--client`, and its environment for bin/pulumi. Most of a run of the engine is
 * otherwise the load of the SDK.
 */
export async function withResidentProgram(
  use: (address: string, environment: Readonly<Record<string, string>>) => Promise<Outcome>,
): Promise<Outcome> {
  const resident = taken() ?? (await start());
  let whole = false;
  try {
    const outcome = await use(resident.address, { QUORATE_ATTACHED_STAND_INS: resident.plugins });
    whole = outcome.exitCode === 0;
    return outcome;
  } finally {
    // What a failed run left behind would fail the next one.
    if (whole) idle.push(resident);
    else resident.child.stdin?.end();
  }
}
