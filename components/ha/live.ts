import { setTimeout as wait } from "node:timers/promises";
import type { Cluster, HighAvailability } from "../../model";
import { type ApiAccess, ApiError, getFromApi } from "../../agent/proxmoxApi";
import type { LocalDisk } from "../../agent/proxmoxDisks";
import { askProxmoxNodes } from "../../agent/proxmoxNode";
import { founderOf } from "../quorum/plan/proxmox";
import { timeouts } from "../../agent/timeouts";
import { tokenPrivileges } from "../../agent/proxmoxToken";
import { verbatimError } from "../verbatimError";

/** A guest in the HA manager's configuration, without defaults. */
export interface LiveResource {
  readonly sid: string;
  readonly state?: string;
  readonly comment?: string;
  readonly failback?: number;
  readonly max_restart?: number;
  readonly max_relocate?: number;
}

export interface LiveRule {
  readonly rule: string;
  readonly type: string;
  /** vm:100,vm:101 */
  readonly resources: string;
  /** n1:2,n2 */
  readonly nodes?: string;
  readonly strict?: number;
  readonly affinity?: string;
  readonly disable?: number;
  readonly comment?: string;
  /** Why Proxmox VE ignores the rule. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/** Proxmox's HA manager as it is. */
export interface LiveHa {
  readonly endpoint: string;
  readonly ca: string;
  /** By node. */
  readonly versions: ReadonlyMap<string, string>;
  /** Undefined if the nodes don't tell. */
  readonly guests?: ReadonlySet<string> | undefined;
  /** By guest: disks that no other node can read. */
  readonly localDisks?: ReadonlyMap<string, readonly LocalDisk[]> | undefined;
  readonly resources: readonly LiveResource[];
  /** None before Proxmox VE 9. */
  readonly rules: readonly LiveRule[];
  /** Reads the rules anew. */
  readonly readRules: () => Promise<readonly LiveRule[]>;
  /** Waits until the CRM knows these nodes: before that it takes no rule that keeps guests apart. */
  readonly untilKnown: (nodes: readonly string[]) => Promise<void>;
}

export const majorOf = (version: string): number => Number.parseInt(version);

/** The form that the provider takes. */
const tokenForm = /^\S+@\S+!\S+=[a-zA-Z0-9-]+$/;

/**
 * Asks the nodes over SSH, then the API, also in a preview.
 * @throws RunError if no node answers, or if the API refuses the token
 */
export async function askHa(
  { endpoint, resources }: HighAvailability,
  cluster: Cluster,
  token: string,
): Promise<LiveHa> {
  // A false form is never printed: it may be the secret alone.
  if (!tokenForm.test(token))
    throw verbatimError(
      "the API token hasn't the form USER@REALM!NAME=SECRET, so the API wouldn't accept it; write it as `pveum user token add` shows it: full-tokenid, =, value",
    );
  const answers = await askProxmoxNodes(
    cluster,
    resources.map(({ sid }) => sid),
  );
  const founder = founderOf(cluster.nodes);
  const ordered = [founder, ...cluster.nodes.filter((node) => node !== founder)];
  const node = ordered.find(({ name }) => answers.of(name) !== undefined);
  const first = node && answers.of(node.name);
  if (node === undefined || first === undefined) {
    const reasons = answers.unreachable().map(({ host, reason }) => `  ${host}: ${reason.message}`);
    throw verbatimError(`no node tells quorate how to reach Proxmox's API:\n${reasons.join("\n")}`);
  }
  const host = node.address.includes(":") ? `[${node.address}]` : node.address;
  const access = { endpoint: endpoint ?? `https://${host}:8006`, token, ca: first.ca };
  const versions = new Map([...answers.given()].map(([name, { version }]) => [name, version]));
  const { guests, localDisks } = first;
  return { versions, guests, localDisks, ...(await askApi(access, majorOf(first.version))) };
}

/**
 * Asks the API alone.
 * @param major the first number of the version of the node that answers
 */
export async function askApi(
  access: ApiAccess,
  major: number,
): Promise<Omit<LiveHa, "versions" | "guests" | "localDisks">> {
  const read = <T>(path: string): Promise<T> => inWords(getFromApi<T>(access, path));
  const readRules = (): Promise<readonly LiveRule[]> =>
    major < 9 ? Promise.resolve([]) : read<LiveRule[]>("cluster/ha/rules");
  const owned = await read<Record<string, Record<string, number>>>("access/permissions?path=/");
  const missing = tokenPrivileges.filter((privilege) => owned["/"]?.[privilege] === undefined);
  if (missing.length > 0)
    throw verbatimError(
      `the API token lacks ${missing.join(" and ")} on /, so it can't set up HA; give it a role with ${tokenPrivileges.join(" and ")} there (docs/ha.md)`,
    );
  return {
    endpoint: access.endpoint,
    ca: access.ca,
    resources: await read<LiveResource[]>("cluster/ha/resources"),
    rules: await readRules(),
    readRules,
    untilKnown: (nodes) => untilKnown(read, nodes),
  };
}

interface ManagerStatus {
  readonly manager_status: { readonly node_status?: Readonly<Record<string, string>> };
}

async function untilKnown(read: <T>(path: string) => Promise<T>, nodes: readonly string[]): Promise<void> {
  const end = Date.now() + timeouts.haManagerMs;
  for (;;) {
    const { manager_status: status } = await read<ManagerStatus>("cluster/ha/status/manager_status");
    const missing = nodes.filter((node) => status.node_status?.[node] === undefined);
    if (missing.length === 0) return;
    if (Date.now() > end)
      throw verbatimError(
        `Proxmox's HA manager doesn't know ${missing.join(", ")} after ${String(timeouts.haManagerMs / 1000)} s, so rules would count without them; look at pve-ha-crm and pve-ha-lrm there, then run this again`,
      );
    await wait(500);
  }
}

/** What the API refuses, without a stack trace. */
async function inWords<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof ApiError ? verbatimError(error.message) : error;
  }
}
