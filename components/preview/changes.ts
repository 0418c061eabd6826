/** What an update will do. `quorate plan --json` prints it; an incompatible change raises `version`. */
export interface Plan {
  readonly version: 1;
  readonly files: readonly FileChange[];
  readonly packages: readonly PackageChange[];
  readonly services: readonly ServiceChange[];
  readonly addresses: readonly Move[];
  /** The drift of a node since quorate applied its units. The update repairs it. */
  readonly drift: readonly Drift[];
  /** Nodes that don't answer, so the plan lacks what they have. */
  readonly silent: readonly string[];
}

export interface FileChange {
  readonly path: string;
  readonly nodes: readonly string[];
  readonly change: "create" | "update" | "remove";
  /** A unified diff without its two lines of file names; "[secret]" stands for a secret. */
  readonly diff: string;
}

export interface PackageChange {
  readonly name: string;
  readonly nodes: readonly string[];
  /** A dropped package stays if another unit needs it, or if the node had it before. */
  readonly change: "install" | "drop";
}

export interface ServiceChange {
  readonly name: string;
  /** A dropped service goes back to its state from before quorate. */
  readonly change: "reload" | "restart" | "start" | "drop";
  /** The units that ask for it. */
  readonly units: readonly string[];
  /** The nodes of one step change at once; the next step waits for them. */
  readonly steps: readonly (readonly string[])[];
}

export interface Move {
  readonly group: string;
  readonly address: string;
  /** Null if no node has it now, or if none has it later. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface Drift {
  readonly node: string;
  readonly problems: readonly string[];
}

/** A unit that the program declares, as the text that its node gets. */
export interface Declared {
  readonly node: string;
  readonly unit: string;
  readonly manifest: string;
  /** The nodes that get the unit before this one. */
  readonly before: readonly string[];
}
