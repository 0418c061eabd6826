import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import {
  clone,
  type CommandOptions,
  directory,
  down,
  type Entry,
  inClient,
  type Outcome,
  up as bringUp,
} from "../../../lab";
import type { ClusterInput, LoadBalancerInput, VrrpGroupInput } from "../../../model";
import { type Deployment, deploymentOf } from "./deployment";
import { type NodeState, nodeStates } from "../lab/nodeState";
import { settled } from "../lab/probes";
import { withResidentProgram } from "./residentProgram";

/** The configuration of the stack `lab` in Pulumi.lab.yaml. */
export interface Stack {
  cluster: ClusterInput;
  vrrp: Record<string, VrrpGroupInput> & Record<"ui" | "ssh", VrrpGroupInput>;
  haproxy: LoadBalancerInput;
  /** The encrypted secrets, as in the file. */
  secrets?: object;
}

/** Changes the stack into a variant. */
export type Edit = (stack: Stack) => void;

const folder = `${directory}/acceptance`;
/** Without attribute files beside the state: an engine that you kill during a write leaves one empty. */
export const environment = {
  PULUMI_BACKEND_URL: `file://${directory}/state?metadata=skip`,
  PULUMI_CONFIG_PASSPHRASE: "",
  GOGC: "400", // the engine lives for seconds: it has the memory, and not the time
};

/** For an engine that ends by itself: a write of the whole state after each step takes half of its processor time. */
const oneCheckpoint = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

let written = 0;

/** Writes the configuration of the stack after `edit`. @returns the file's path */
function configFile(edit: Edit): string {
  const { config, ...rest } = parse(readFileSync(`${clone}/Pulumi.lab.yaml`, "utf8")) as {
    config: Record<string, object>;
  };
  const stack: Record<string, object> = {};
  for (const [key, value] of Object.entries(config)) stack[key.replace("quorate:", "")] = value;
  edit(stack as unknown as Stack);
  const changed = Object.entries(stack).map(([key, value]) => [`quorate:${key}`, value]);
  const file = `${folder}/${++written}.yaml`;
  writeFileSync(file, stringify({ config: Object.fromEntries(changed) as object, ...rest }));
  return file;
}

const unchanged: Edit = () => undefined;

/** Commands of the CLI that run the program. */
const running = new Set(["preview", "up", "refresh"]);

/**
 * Runs the Pulumi CLI from the client, like an operator. The program is loaded already, unless `options` hold an
 * environment of its own.
 */
export async function pulumi(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const run = (program: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome> => {
    const argv = [...args, ...program, "--cwd", clone, "--stack", "lab", "--non-interactive"];
    return inClient([`${clone}/bin/pulumi`, ...argv], { env: { ...environment, ...env }, ...options });
  };
  const [command = ""] = args;
  if (!(running.has(command) || command === "destroy") || options.env) return run([]);
  return withResidentProgram((address, env) =>
    run(running.has(command) ? [`--client=${address}`] : [], { ...env, ...oneCheckpoint }),
  );
}

/** The arguments of a command that reads the configuration. */
export function withStack(edit: Edit = unchanged): string[] {
  return ["--config-file", configFile(edit)];
}

/** Encrypts secrets, by path below quorate:secrets, like `pulumi config set --secret` in the stack's file. */
export async function encrypted(values: Readonly<Record<string, string>>): Promise<object> {
  const args = withStack();
  for (const [path, input] of Object.entries(values)) {
    const set = ["config", "set", "--secret", "--path", `quorate:secrets.${path}`, ...args];
    const { exitCode, stderr } = await pulumi(set, { input });
    assert.equal(exitCode, 0, stderr);
  }
  const { config } = parse(readFileSync(args.at(-1) ?? "", "utf8")) as { config: Record<string, object> };
  return config["quorate:secrets"] ?? {};
}

/** Folder of notes for later tests of the same lab, which run in other processes. It goes with the lab's nodes. */
const notes = `${directory}/notes`;
/** Exists if the last update was a successful one of the standard stack. */
const standardNote = `${notes}/standard`;
/** Exists if the nodes never had another stack. */
const deployedNote = `${notes}/deployed`;
/** The states of the nodes before quorate's first change. */
const untouchedNote = `${notes}/untouched.json`;

export function noteStandard(standard: boolean): void {
  if (standard) writeFileSync(standardNote, "");
  else rmSync(standardNote, { force: true });
}

/** `pulumi up` of the stack or a variant, which may fail. */
export async function tryUp(
  edit?: Edit,
  args: readonly string[] = [],
  options?: CommandOptions,
): Promise<Deployment> {
  noteStandard(false);
  const outcome = await pulumi(
    ["up", "--yes", "--skip-preview", "--json", ...withStack(edit), ...args],
    options,
  );
  noteStandard(outcome.exitCode === 0 && edit === undefined);
  return deploymentOf(outcome);
}

/** `pulumi up` that must succeed. */
export async function up(edit?: Edit, args?: readonly string[]): Promise<Deployment> {
  const deployment = await tryUp(edit, args);
  if (deployment.exitCode !== 0)
    throw new Error(`pulumi up failed:\n${deployment.errors}\n${deployment.stderr}`);
  return deployment;
}

/** `pulumi destroy`, which may fail. */
export async function destroy(): Promise<Outcome> {
  noteStandard(false);
  return pulumi(["destroy", "--yes", "--skip-preview", ...withStack()]);
}

/** `pulumi preview` of the stack or a variant. */
export async function preview(edit?: Edit, args: readonly string[] = ["--diff"]): Promise<Outcome> {
  return pulumi(["preview", ...args, ...withStack(edit)]);
}

/** The steps of a preview on remote Commands: "update ui-n1", ... */
export async function planned(edit?: Edit): Promise<string[]> {
  const { stdout, stderr, exitCode } = await preview(edit, ["--json"]);
  assert.equal(exitCode, 0, stderr);
  const { steps } = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
  return steps
    .filter(({ op, urn }) => op !== "same" && urn.includes("command:remote:Command"))
    .map(({ op, urn }) => `${op} ${urn.slice(urn.lastIndexOf("::") + 2)}`);
}

/** Previews the stack or a variant. @throws AssertionError when the preview shows a change */
export async function noChange(edit?: Edit): Promise<void> {
  const { stdout, stderr } = await preview(edit);
  assert.match(stdout, /^Resources:\n +\d+ unchanged\n*$/m, `${stdout}\n${stderr}`);
}

/** All directories of a node that outlive a reboot. */
export const everything = ["/boot", "/etc", "/home", "/mnt", "/opt", "/root", "/srv", "/usr", "/var"];

/** The states of the nodes before quorate's first change, with the files in `everything`. */
export function untouched(): Map<string, NodeState> {
  const states = JSON.parse(readFileSync(untouchedNote, "utf8")) as [string, StoredState][];
  return new Map(states.map(([node, { files, facts }]) => [node, { files: new Map(files), facts }]));
}

/** A NodeState in JSON. */
type StoredState = Pick<NodeState, "facts"> & { files: [string, Entry][] };

const stored = ([node, { files, facts }]: [string, NodeState]): [string, StoredState] => [
  node,
  { files: [...files], facts },
];

/** Makes a new lab, with an empty state. */
async function freshLab(): Promise<void> {
  await down();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bringUp();
  mkdirSync(notes, { recursive: true });
  writeFileSync(untouchedNote, JSON.stringify([...(await nodeStates(everything))].map(stored)));
  mkdirSync(`${directory}/state`, { recursive: true });
  const { exitCode, stderr } = await pulumi(["stack", "init", "--no-select"]);
  if (exitCode !== 0) throw new Error(stderr);
  writeFileSync(deployedNote, "");
}

/** Removes quorate from all nodes. */
export async function noStack(): Promise<void> {
  if (!existsSync(deployedNote)) return freshLab();
  const { exitCode, stdout } = await destroy();
  assert.equal(exitCode, 0, stdout);
}

/**
 * Brings the nodes to the standard stack, with each VIP on its first node. Each file of tests begins with it. The
 * first call makes a new lab.
 */
export async function standardStack(): Promise<void> {
  if (!existsSync(deployedNote)) await freshLab();
  if (!existsSync(standardNote)) await up();
  await settled();
}
