import type { Document, HostPart } from "./documents";
import type { Daemon } from "./sniff";

/** A machine, as far as the program's own commands change it. */
export interface Host {
  readonly name: string;
  readonly documents: readonly Document[];
  /** Every text that the program runs or writes there. */
  readonly script: string;
}

/** The machine with all these parts. A later file replaces an earlier one with the same path. */
export function hostFrom(name: string, parts: readonly HostPart[]): Host {
  const documents = new Map(
    parts.flatMap((part) => part.documents.map((file) => [file.path, file] as const)),
  );
  return { name, documents: [...documents.values()], script: parts.map(({ script }) => script).join("\n") };
}

export function documentsOf(host: Host, daemon: Daemon): Document[] {
  return host.documents.filter((document) => document.daemon === daemon);
}

/** The path of a finding: `192.0.2.11:/etc/keepalived/keepalived.conf:12 priority`. */
export function placeIn({ name }: Host, { path }: Document, line: number, what = ""): string {
  return `${name}:${path}:${String(line)}${what === "" ? "" : ` ${what}`}`;
}
