import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { z } from "zod";
import { command, directory, inClient, type Outcome } from "../../lab";
import { interrupt } from "../interrupt";

const state = `${directory}/state`;

/** Pulumi's state of the lab lies here. It goes with the lab, and so do its secrets. */
export const environment = { PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "" };

const outputs = z.object({
  vips: z.array(z.object({ group: z.string(), address: z.string() })),
  frontends: z.array(z.object({ name: z.string(), address: z.string(), port: z.number() })),
});
export type Outputs = z.infer<typeof outputs>;

async function run(args: readonly string[], report?: (line: string) => void): Promise<Outcome> {
  mkdirSync(state, { recursive: true });
  const options = { env: environment, signal: interrupt, onLine: report };
  return inClient(["bin/pulumi", ...args, "--stack", "lab", "--non-interactive"], options);
}

/** Whether the Pulumi that holds a lock was killed; its process id may belong to another program now. */
function isStale(lock: string): boolean {
  const [, pid = ""] = /"pid": *(\d+)/.exec(readFileSync(lock, "utf8")) ?? [];
  const program = `/proc/${pid}/comm`;
  return pid === "" || !existsSync(program) || !readFileSync(program, "utf8").startsWith("pulumi");
}

/** Makes the stack, or repairs the leftovers of a killed Pulumi. */
async function prepare(): Promise<void> {
  // Attributes may be missing, but an empty file of them makes Pulumi refuse the state beside it.
  for (const name of existsSync(state) ? readdirSync(state, { recursive: true, encoding: "utf8" }) : []) {
    const path = `${state}/${name}`;
    if (name.endsWith(".attrs") && statSync(path).size === 0) rmSync(path);
  }
  if (!existsSync(`${state}/.pulumi/stacks/quorate/lab.json`)) {
    mkdirSync(state, { recursive: true });
    const argv = ["bin/pulumi", "stack", "init", "lab", "--no-select", "--non-interactive"];
    const { exitCode, stderr } = await command(argv, { env: environment, signal: interrupt });
    if (exitCode !== 0) throw new Error(stderr);
  }
  const locks = `${state}/.pulumi/locks/organization/quorate/lab`;
  const held = existsSync(locks) ? readdirSync(locks).filter((name) => name.endsWith(".json")) : [];
  if (held.length > 0 && held.every((name) => isStale(`${locks}/${name}`))) await run(["cancel", "--yes"]);
}

/** The cause of a failure: Pulumi's output from its diagnostics on, else its last 40 lines. */
function cause({ stdout, stderr }: Outcome): string {
  const at = stdout.indexOf("Diagnostics:");
  return [at < 0 ? stdout.split("\n").slice(-40).join("\n") : stdout.slice(at), stderr].join("\n").trim();
}

/** Deploys the stack `lab`. @returns the changes as Pulumi counts them, or "no change" */
export async function deploy(report: (line: string) => void): Promise<string> {
  await prepare();
  const outcome = await run(["up", "--yes", "--skip-preview", "--policy-pack", "policy"], report);
  if (outcome.exitCode !== 0) throw new Error(`pulumi up failed\n${cause(outcome)}`);
  return changes(outcome.stdout);
}

/** The summary of `pulumi up` in one line. */
export function changes(output: string): string {
  const [, summary] = /^Resources:\n((?: +.*\n)+)/m.exec(output) ?? [];
  if (summary === undefined) throw new Error(`pulumi up gave no summary:\n${output}`);
  const lines = summary.trim().split(/\n\s*/);
  return lines.every((line) => /^\d+ unchanged$/.test(line)) ? "no change" : lines.join(", ");
}

/** Reads the addresses on which the stack promises answers. */
export async function readOutputs(): Promise<Outputs> {
  const outcome = await run(["stack", "output", "--json"]);
  if (outcome.exitCode !== 0) throw new Error(`pulumi stack output failed\n${cause(outcome)}`);
  return outputs.parse(JSON.parse(outcome.stdout));
}
