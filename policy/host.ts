import type { Document, HostPart } from "./documents";
import type { Daemon } from "./sniff";

/** A machine as far as a program's own commands make it what it is. */
export interface Host {
  readonly name: string;
  readonly documents: readonly Document[];
  /** Every text that is run or written there. */
  readonly script: string;
}

/** The machine that these parts make together; a later file of one path takes an earlier one's place. */
export function hostFrom(name: string, parts: readonly HostPart[]): Host {
  const documents = new Map(
    parts.flatMap((part) => part.documents.map((file) => [file.path, file] as const)),
  );
  return { name, documents: [...documents.values()], script: parts.map(({ script }) => script).join("\n") };
}

export function documentsOf(host: Host, daemon: Daemon): Document[] {
  return host.documents.filter((document) => document.daemon === daemon);
}

/** Where a finding points: 192.0.2.11:/etc/keepalived/keepalived.conf:12 priority. */
export function placeIn({ name }: Host, { path }: Document, line: number, what = ""): string {
  return `${name}:${path}:${String(line)}${what === "" ? "" : ` ${what}`}`;
}
