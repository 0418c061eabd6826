/**
 * A unit: one service on one node, as data. Rendering makes it, `agent/manifest` writes it as text, the node's
 * program (agent/program) applies that text as one transaction.
 */
export interface Unit {
  /** Unique on its node; [a-z0-9-], 1 to 40 characters. */
  readonly name: string;
  /** Debian or RHEL; the program refuses a node of the other family. */
  readonly family: Family;
  /** Packages that must be installed; those it installed itself are removed with the unit. */
  readonly packages: readonly string[];
  readonly users: readonly SystemUser[];
  readonly directories: readonly UnitDirectory[];
  readonly files: readonly UnitFile[];
  /** Kernel parameters set now; a file among `files` keeps them over a reboot. */
  readonly sysctls: readonly Sysctl[];
  /** Commands that must exit 0 with the staged files in place (in a mount namespace of their own). */
  readonly checks: readonly string[];
  readonly services: readonly Service[];
  /** What must hold after activation; otherwise everything is put back. */
  readonly verifications: readonly Verification[];
  /** Set where members of a VRRP group with different values of `signature` would not understand each other. */
  readonly wire?: Wire;
  /** Set for corosync.conf: a live member of the cluster parks a change until every member has it. */
  readonly settle?: Settle;
  /** The change could cut the operator off: it undoes itself unless a later connection confirms it. */
  readonly confirm?: boolean;
}

export type Family = "debian" | "rhel";

/** A system user without a login, as `useradd --system` makes it. */
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

/** `content` ends in a newline; `{{secret:NAME}}` stands where the secret NAME goes. */
export interface UnitFile extends UnitDirectory {
  readonly content: string;
}

export interface Sysctl {
  readonly key: string;
  readonly value: string;
}

/** A systemd service that runs this unit's files. `change` is how it takes up changed files. */
export interface Service {
  readonly name: string;
  readonly change: "reload" | "restart";
  /** False for a service that the unit only notifies (sshd, rsyslog): it's neither enabled, started nor stopped. */
  readonly owned: boolean;
}

export type Verification =
  | { readonly active: string }
  /** `address:port` (IPv6 in brackets), TCP; `process` is the name of the process that must own it. */
  | { readonly listening: string; readonly process: string }
  | { readonly sysctl: string; readonly value: string }
  /** The VRRP instance is MASTER or BACKUP, not FAULT for want of its interface or addresses. */
  | { readonly vrrp: string }
  /** The qdevice of this node is alive and casts its vote. */
  | { readonly qdevice: "votes" };

/** How a change that VRRP members must not roll through is made: BACKUPs are held silent until the MASTER has it. */
export interface Wire {
  readonly instance: string;
  /** Everything that makes a member discard another's adverts: version, VRID, auth, interval, peers, addresses. */
  readonly signature: string;
  /** The group's virtual addresses without prefix length: who holds one is the MASTER. */
  readonly addresses: readonly string[];
  /** The files that a held BACKUP runs without: the instance's, and its sync group's, which names the instance. */
  readonly files: readonly string[];
}

/** The config_version that corosync.conf has, and the cluster's name: a node of another one is refused. */
export interface Settle {
  readonly version: number;
  readonly cluster: string;
}
