/** One mistake: its path (`vrrp.ui.order[1]`), and a message with the value, the problem and the fix. */
export interface Finding {
  /** The code of its rule, such as VRRP_VRID_UNIQUE; `codes` has them all. */
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/** Carries all findings of a configuration at once. */
export class ConfigurationError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    const count = findings.length === 1 ? "1 mistake" : `${String(findings.length)} mistakes`;
    super([`${count} in the configuration:`, ...findings.map(printFinding)].join("\n"));
    this.name = "ConfigurationError";
  }
}

/** Prints a finding as one line: path, message, code. */
export function printFinding(finding: Finding): string {
  return `  ${finding.path}: ${finding.message} [${finding.code}]`;
}

/** Prints `["vrrp", "ui", "order", 1]` as `vrrp.ui.order[1]`, the form of `pulumi config set --path`. */
export function printPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => text + printKey(key, text === ""), "");
}

function printKey(key: PropertyKey, first: boolean): string {
  if (typeof key === "number") return `[${String(key)}]`;
  const name = String(key);
  if (!/^[\w-]+$/.test(name)) return `[${JSON.stringify(name)}]`;
  return first ? name : `.${name}`;
}
