import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import {
  clone,
  type CommandOptions,
  directory,
  down,
  further,
  type Outcome,
  threeNodes,
  topologyWith,
  up as bringUp,
} from "../../../lab";
import type { FencingInput, QuorumInput, VrrpGroupInput } from "../../../model";
import { type Deployment, deploymentOf } from "../pulumi/deployment";
import { pulumi } from "../pulumi/labStack";

/** A stack with corosync, and with VRRP groups if there are some. */
export interface Configuration {
  /** Each node's settings by name; default: one vote, and link 0 at the node's address. */
  readonly nodes: Readonly<Record<string, object>>;
  readonly quorum: QuorumInput;
  readonly witnesses?: readonly string[];
  readonly fencing?: FencingInput | undefined;
  readonly vrrp?: Readonly<Record<string, VrrpGroupInput>>;
  /** Default: debian. Nodes of platform proxmox have flavour pve. */
  readonly platform?: "debian" | "proxmox";
}

export const addresses: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...threeNodes.nodes, ...further }).map(([node, { address }]) => [node, address]),
);

const folder = `${directory}/acceptance`;
let written = 0;

function configFile({
  nodes,
  quorum,
  witnesses = [],
  fencing,
  vrrp,
  platform = "debian",
}: Configuration): string {
  const lab = parse(readFileSync(`${clone}/Pulumi.lab.yaml`, "utf8")) as {
    config: { "quorate:cluster": object };
  };
  const at = (node: string) => ({ address: addresses[node] });
  const config = {
    "quorate:cluster": {
      ...lab.config["quorate:cluster"],
      platform,
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([node, more]) => [node, { ...at(node), ...more }]),
      ),
      witnesses: Object.fromEntries(witnesses.map((witness) => [witness, at(witness)])),
    },
    "quorate:quorum": quorum,
    ...(fencing ? { "quorate:fencing": fencing } : {}),
    ...(vrrp ? { "quorate:vrrp": vrrp } : {}),
  };
  const file = `${folder}/quorum-${String(++written)}.yaml`;
  writeFileSync(file, stringify({ ...lab, config }));
  return file;
}

/** Makes a new lab with the three nodes, further machines and an empty stack. */
export async function freshLab(...more: readonly (keyof typeof further)[]): Promise<void> {
  await down();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bringUp(topologyWith(...more));
  mkdirSync(`${directory}/state`, { recursive: true });
  const { exitCode, stderr } = await pulumi(["stack", "init", "--no-select"]);
  assert.equal(exitCode, 0, stderr);
}

/** `pulumi up`, which may fail. */
export async function tryUp(
  configuration: Configuration,
  options?: CommandOptions,
  more: readonly string[] = [],
): Promise<Deployment> {
  const args = [
    "up",
    "--yes",
    "--skip-preview",
    "--json",
    "--config-file",
    configFile(configuration),
    ...more,
  ];
  return deploymentOf(await pulumi(args, options));
}

/** `pulumi up` that must succeed. */
export async function up(configuration: Configuration): Promise<Deployment> {
  const deployment = await tryUp(configuration);
  assert.equal(deployment.exitCode, 0, `${deployment.errors}\n${deployment.stderr}`);
  return deployment;
}

export async function preview(configuration: Configuration): Promise<Outcome> {
  return pulumi(["preview", "--diff", "--config-file", configFile(configuration)]);
}

/** The arguments of a command that reads the configuration. */
export function withStack(configuration: Configuration): string[] {
  return ["--config-file", configFile(configuration)];
}

export async function noChange(configuration: Configuration): Promise<void> {
  const { stdout, stderr } = await preview(configuration);
  assert.match(stdout, /^Resources:\n +\d+ unchanged\n*$/m, `${stdout}\n${stderr}`);
}
