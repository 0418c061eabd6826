import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { clone, exec, inClient, makeProxmox, type Outcome, waitFor } from "../../../lab";
import { freshLab } from "../corosync/corosyncStack";
import { type Edit, encrypted, environment, withStack } from "../pulumi/labStack";

export const nodes = ["n1", "n2", "n3"];

/** Runs a line on a node, which must succeed. @returns its standard output */
export async function say(node: string, line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await exec(node, line);
  assert.equal(exitCode, 0, `${node}: ${line}: ${stderr}`);
  return stdout;
}

export const onAll = (line: string): Promise<string[]> => Promise.all(nodes.map((node) => say(node, line)));

/** The stack of examples/three-nodes-ha, with the lab's connections to its nodes. */
export const example =
  (secrets: object): Edit =>
  (given) => {
    const file = readFileSync(`${clone}/examples/three-nodes-ha/Pulumi.three-nodes-ha.yaml`, "utf8");
    const { config } = parse(file) as { config: Record<string, object> };
    const { ssh } = given.cluster;
    for (const key of Object.keys(given)) Reflect.deleteProperty(given, key);
    for (const [key, value] of Object.entries(config))
      Object.assign(given, { [key.replace("quorate:", "")]: value });
    Object.assign(given.cluster, { ssh });
    Object.assign(given, { secrets });
  };

/** `quorate`, as the operator runs it beside the nodes. */
export const quorate = (words: readonly string[], edit: Edit): Promise<Outcome> =>
  inClient([`${clone}/bin/quorate`, ...words, "--stack", "lab", ...withStack(edit)], { env: environment });

/**
 * New nodes of Proxmox VE, n4 outside of the stack. Their HA takes a tenth of Proxmox's own times (lab/pve/README.md).
 * vm:100 exists. @returns the stack, with a token that `quorate token` made
 */
export async function freshNodes(): Promise<Edit> {
  await freshLab("n4");
  const all = [...nodes, "n4"];
  const quick = "mkdir -p /etc/pve-double; cd /etc/pve-double; echo 0.1 >ha-pace; echo 1 >settle";
  await Promise.all(all.map((node) => say(node, quick)));
  await makeProxmox(all, { guests: true });
  await say("n1", "qm create 100 --name web");
  const { stdout, stderr, exitCode } = await quorate(["token"], example({}));
  assert.equal(exitCode, 0, stderr);
  return example(await encrypted({ apiToken: stdout }));
}

export const runsOn = async (node: string): Promise<boolean> =>
  (await exec(node, "systemctl is-active --quiet pve-guest@100")).exitCode === 0;

/** Waits until the manager of a node says where the guest is, and it runs there. */
export const awaitGuest = (on: string, asked: string): Promise<unknown> =>
  waitFor(
    async () => {
      const { stdout } = await exec(asked, "ha-manager status");
      return stdout.includes(`service vm:100 (${on}, started)`) && (await runsOn(on));
    },
    { everyMs: 1000, timeoutMs: 240_000, what: `vm:100 to run on ${on}` },
  );

/** The HA manager's entries of a type. */
export async function haStatus<T>(type: string): Promise<T[]> {
  const text = await say("n2", "pvesh get /cluster/ha/status/current --output-format json");
  return (JSON.parse(text) as { type: string }[]).filter((each) => each.type === type) as T[];
}

/** armed, standby, disarming or disarmed */
export const armedState = async (): Promise<string> =>
  (await haStatus<{ "armed-state": string }>("fencing"))[0]?.["armed-state"] ?? "";
