import { createHash } from "node:crypto";
import { asRoot, type CommandWithInput, programPath } from "./program";

/** The arguments of `pvecm create` and `pvecm add` for one node. */
export interface Membership {
  /** The node's own name, as `hostname` prints it. */
  readonly node: string;
  /** The cluster's name: a DNS label of at most 15 characters (pvecm(1)). */
  readonly cluster: string;
  /** The address that the node's own name resolves to. */
  readonly address: string;
  /** Addresses by link number, 0-7. */
  readonly links: Readonly<Record<number, string>>;
  /** Priorities, 0-255, by link number; default: corosync's. Only `createCluster` uses them. */
  readonly priorities?: Readonly<Record<number, number>>;
  readonly nodeId?: number | undefined;
  readonly votes?: number | undefined;
}

/** A member that admits another node. */
export interface Member {
  readonly name: string;
  readonly address: string;
  /** The member's public host key, `ssh-ed25519 AAAA...`. */
  readonly hostKey: string;
}

const verb = (become: boolean, words: string): string => asRoot(become, `sh ${programPath} pve ${words}`);

function options({ node, links, priorities = {}, nodeId, votes }: Membership): string {
  const each = Object.entries(links).map(([number, address]) => {
    const priority = priorities[Number(number)];
    return `link${number}=${address}${priority === undefined ? "" : `,priority=${priority}`}`;
  });
  each.unshift(`name=${node}`);
  if (nodeId !== undefined) each.push(`nodeid=${nodeId}`);
  // pvecm create refuses 0, and pvecm add doesn't write it (PVE::API2::ClusterConfig); `settleCluster` does.
  if (votes) each.push(`votes=${votes}`);
  return each.join(" ");
}

/** The command that creates a cluster on a node, and waits until /etc/pve is writable. */
export const createCluster = (become: boolean, membership: Membership): string =>
  verb(become, `create ${membership.cluster} ${membership.address} ${options(membership)}`);

/** The command that makes a node join a cluster. The member must have admitted the node's key before (`admitKey`). */
export const joinCluster = (become: boolean, membership: Membership, member: Member): string =>
  verb(
    become,
    `join ${membership.cluster} ${membership.address} ${member.name} ${member.address} ${member.hostKey} ${options(membership)}`,
  );

/** The command that prints root's public key of a node, `ssh-rsa AAAA... root@n2`. It makes a missing key. */
export const publicKey = (become: boolean): string => verb(become, "key");

/** The command that admits a public key for root's login, on a member or on the witness of a qdevice. */
export const admitKey = (become: boolean, key: string): string => verb(become, `admit ${key.trim()}`);

/** The command that adds a host's key to root's known_hosts on a node. */
export const trustHost = (become: boolean, address: string, hostKey: string): string =>
  verb(become, `trust ${address} ${hostKey}`);

/**
 * The command that brings a live cluster to `corosyncConf`; it runs on one node. Nodes that the text doesn't list
 * leave, if they are off. pvecm adds or removes the qdevice, and one edit makes the other changes. The node ignores
 * the text's config_version and raises its own. It keeps `base`.
 */
export function settleCluster(become: boolean, corosyncConf: string, base: string): CommandWithInput {
  return { create: verb(become, `settle ${base}`), stdin: `${corosyncConf.trimEnd()}\n` };
}

/** sha256 of the text that `settleCluster` sends, hexadecimal, equal to the digest in the node's facts. */
export const settledDigest = (corosyncConf: string): string =>
  createHash("sha256").update(`${corosyncConf.trimEnd()}\n`).digest("hex");

/** The command that takes a node out of service, or back. */
export const maintenance = (become: boolean, wanted: "on" | "off"): string =>
  asRoot(become, `sh ${programPath} maintenance ${wanted}`);

/** The command that makes a node run the cluster's version of corosync.conf. It repairs a node that missed a change. */
export const makeCurrent = (become: boolean, token = ""): string =>
  verb(become, `current ${token}`.trimEnd());
