import { groupedBy } from "../../model/rule";
import type { Document } from "../documents";
import { allOf, lastOf, readKeepalived, type Statement } from "../formats/keepalived";
import { documentsOf, type Host, placeIn } from "../host";
import { once } from "../once";

/** A statement and its file. */
export interface Placed {
  readonly statement: Statement;
  readonly document: Document;
  /** The path of a finding on it. `what` replaces its keyword. */
  readonly at: (what?: string) => string;
}

/** All statements of keepalived's files on a machine, which form one configuration. */
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

/** The blocks of that keyword, such as vrrp_script or vrrp_instance. */
export function blocksOf(host: Host, keyword: string): readonly Placed[] {
  return byKeyword(host).get(keyword) ?? [];
}

/** The last statement of that keyword in a block, with its own place. */
export function inside(host: Host, { document, statement }: Placed, keyword: string): Placed | undefined {
  const found = lastOf(statement.block, keyword);
  return found && placed(host, document, found);
}

/** The last statement of each keyword in a block. Faster than `inside` for many keywords. */
export function linesOf({ statement }: Placed): ReadonlyMap<string, Statement> {
  return new Map((statement.block ?? []).map((line) => [line.keyword, line]));
}

/** The lines of a nested block, such as track_script or virtual_ipaddress. */
export function listIn(host: Host, { document, statement }: Placed, keyword: string): Placed[] {
  return allOf(statement.block, keyword)
    .flatMap(({ block }) => block ?? [])
    .map((line) => placed(host, document, line));
}

/** A statement's first argument as a number. Undefined if it is a placeholder or missing. */
export function numberOf(found: Statement | undefined): number | undefined {
  const text = found?.args[0];
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** A statement's first argument. Undefined if it is a placeholder or missing. */
export function textOf(found: Statement | undefined): string | undefined {
  const text = found?.args[0];
  return text === undefined || /^(\$|\{\{|<|@)|__|\{\{/.test(text) ? undefined : text;
}
