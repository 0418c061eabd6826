import { groupedBy } from "../../model/rule";
import type { Document } from "../documents";
import { allOf, lastOf, readKeepalived, type Statement } from "../formats/keepalived";
import { documentsOf, type Host, placeIn } from "../host";
import { once } from "../once";

/** A statement, and the file it stands in. */
export interface Placed {
  readonly statement: Statement;
  readonly document: Document;
  /** Where a finding about it points; `what` is more than its keyword. */
  readonly at: (what?: string) => string;
}

/** All files of keepalived on a machine: together they are one configuration. */
export const keepalivedOf = once((host: Host): readonly Placed[] =>
  documentsOf(host, "keepalived").flatMap((document) =>
    readKeepalived(document.text).map((statement) => placed(host, document, statement)),
  ),
);

function placed(host: Host, document: Document, statement: Statement): Placed {
  return {
    statement,
    document,
    at: (what = statement.keyword) => placeIn(host, document, statement.line, what),
  };
}

const byKeyword = once((host: Host): ReadonlyMap<string, readonly Placed[]> => {
  const groups = groupedBy(keepalivedOf(host), ({ statement }) => statement.keyword);
  return new Map(groups.map((blocks) => [blocks[0]?.statement.keyword ?? "", blocks]));
});

/** The blocks of that keyword: vrrp_script, vrrp_instance. */
export function blocksOf(host: Host, keyword: string): readonly Placed[] {
  return byKeyword(host).get(keyword) ?? [];
}

/** The statement in a block, with its own place. */
export function inside(host: Host, { document, statement }: Placed, keyword: string): Placed | undefined {
  const found = lastOf(statement.block, keyword);
  return found && placed(host, document, found);
}

/** What `inside` finds, for many keywords of one block. */
export function linesOf({ statement }: Placed): ReadonlyMap<string, Statement> {
  return new Map((statement.block ?? []).map((line) => [line.keyword, line]));
}

/** The lines of a block in a block: track_script, virtual_ipaddress. */
export function listIn(host: Host, { document, statement }: Placed, keyword: string): Placed[] {
  return allOf(statement.block, keyword)
    .flatMap(({ block }) => block ?? [])
    .map((line) => placed(host, document, line));
}

/** The number of a statement's first argument; undefined where it's a hole for one, or none. */
export function numberOf(found: Statement | undefined): number | undefined {
  const text = found?.args[0];
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** A statement's first argument; undefined where it's a hole that is filled somewhere else. */
export function textOf(found: Statement | undefined): string | undefined {
  const text = found?.args[0];
  return text === undefined || /^(\$|\{\{|<|@)|__|\{\{/.test(text) ? undefined : text;
}
