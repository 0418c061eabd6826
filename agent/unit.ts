import type { OsFamily } from "../model";

/**
 * A unit: one service on one node, as data. `render` makes it, and `agent/manifest` writes it as text. The node's
 * program (agent/program) applies the text as one transaction.
 */
export interface Unit {
  /** Unique on its node; [a-z0-9-], 1 to 40 characters. */
  readonly name: string;
  /** The program refuses a node of the other family. */
  readonly family: OsFamily;
  /** Required packages. The program removes the ones that it installed itself, with the unit. */
  readonly packages: readonly string[];
  readonly users: readonly SystemUser[];
  readonly directories: readonly UnitDirectory[];
  readonly files: readonly UnitFile[];
  /** Kernel parameters that the program sets at once. A file in `files` keeps them over a reboot. */
  readonly sysctls: readonly Sysctl[];
  /** Commands of the validation. Each must exit 0 in a mount namespace with the staged files in place. */
  readonly validations: readonly string[];
  readonly services: readonly Service[];
  /** Conditions on the running node after the swap. If one doesn't hold, the program undoes the change. */
  readonly verifications: readonly Verification[];
  /** Set if members of a VRRP group with different signatures would discard each other's adverts. */
  readonly wire?: Wire;
  /** Set for corosync.conf: a live member parks a change until all members have it. */
  readonly settle?: Settle;
  /** The change could cut you off. The node undoes it if no later connection confirms it. */
  readonly confirm?: boolean;
  /** Several stacks may have the unit on a node, with the same files. It goes with the last of them. */
  readonly shared?: boolean;
  /** The word on files at the unit's paths that are yours. Without it, the program refuses to replace them. */
  readonly existing?: "replace" | "keep" | undefined;
  /** Of `files`: those that keep your own text, and get the unit's lines at its end. */
  readonly extends?: readonly string[];
  /** What the node must have already; a preview looks for it. It isn't in the manifest. */
  readonly needs?: readonly Need[];
  /** Whether its files have raw lines, which the policy pack reads. It isn't in the manifest. */
  readonly raw?: boolean;
  /** What no other stack's unit may have, too. */
  readonly claims?: readonly Claim[];
}

/** A unit, and its owner: PROJECT/STACK/NAME. */
export interface OwnedUnit {
  readonly unit: string;
  readonly owner: string;
}

/** A VRID on an interface with its IP version, or an address, or an `address:port` to listen on, IPv6 in brackets. */
export type Claim =
  | readonly ["vrid", interfaceName: string, family: string, id: string]
  | readonly ["address", address: string]
  | readonly ["listen", endpoint: string];

/**
 * A script that a user may run, a process or a service that the node knows, an interface. An address and a VRID on an
 * interface's segment that no other machine has. `advertInt` is in seconds.
 */
export type Need =
  | readonly ["program", user: string, path: string]
  | readonly ["process", name: string]
  | readonly ["service", name: string]
  | readonly ["interface", name: string]
  | readonly ["freeAddress", interfaceName: string, address: string]
  | readonly ["freeVrid", interfaceName: string, family: string, id: string, advertInt: string];

/** A system user without login, made by `useradd --system`. */
export interface SystemUser {
  readonly name: string;
  readonly comment: string;
}

/** `mode` is four octal digits, `owner` is user:group. */
export interface UnitDirectory {
  readonly path: string;
  readonly mode: string;
  readonly owner: string;
}

/**
 * `content` ends in a newline. `{{secret:NAME}}` in it is the hole for secret NAME, and `{{secret:}}` stands for the
 * text `{{secret:` itself.
 */
export interface UnitFile extends UnitDirectory {
  readonly content: string;
}

export interface Sysctl {
  readonly key: string;
  readonly value: string;
}

/** A systemd service that uses the unit's files. `change` is the way it reads changed files again. */
export interface Service {
  readonly name: string;
  readonly change: "reload" | "restart";
  /** False for sshd and rsyslog: the program notifies them, but never enables, starts or stops them. */
  readonly owned: boolean;
}

export type Verification =
  | { readonly active: string }
  /** TCP `address:port`, IPv6 in brackets. `process` names the process that must listen there. */
  | { readonly listening: string; readonly process: string }
  | { readonly sysctl: string; readonly value: string }
  /** The named VRRP instance is MASTER or BACKUP. */
  | { readonly vrrp: string }
  /** The node's qdevice is alive and casts its vote. */
  | { readonly qdevice: "votes" };

/** VRRP members can't take this change one by one. BACKUPs are held silent until the MASTER has it. */
export interface Wire {
  readonly instance: string;
  /** Members with different values discard each other's adverts: version, VRID, auth, interval, peers, addresses. */
  readonly signature: string;
  /** The group's virtual addresses without prefix lengths. The member that has one is the MASTER. */
  readonly addresses: readonly string[];
  /** The addresses of all members. A booting member asks the others for their version of the group. */
  readonly members: readonly string[];
  /** Files that a held BACKUP lacks: the instance's file, and its sync group's file, which names the instance. */
  readonly files: readonly string[];
}

/** config_version in corosync.conf, and the cluster's name. The program refuses a node of another cluster. */
export interface Settle {
  readonly version: number;
  readonly cluster: string;
}
