import { isAddress } from "../../model/address";
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
export const keepalivedOf = once((host: Host): readonly Placed[] => {
  const documents = documentsOf(host, "keepalived");
  const files = new Map(host.documents.map(({ path, text }) => [path, text]));
  const read = documents.map((document) => {
    const surroundings = { files, path: document.path, id: configurationId(host, document) };
    return { document, statements: readKeepalived(document.text, surroundings) };
  });
  const included = new Set(read.flatMap(({ statements }) => filesOf(statements)));
  return read
    .filter(({ document }) => !included.has(document.path))
    .flatMap(({ document, statements }) => statements.map((statement) => placed(host, document, statement)));
});

/** The included files among statements and blocks. */
function filesOf(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ file, block = [] }) => [
    ...(file === undefined ? [] : [file]),
    ...filesOf(block),
  ]);
}

/**
 * The id that conditional lines (`@main priority 100`) ask for: that of `keepalived -i`, the host's name, or the one
 * whose source address is the machine's. Undefined if it isn't known.
 */
function configurationId({ name, script }: Host, { text }: Document): string | undefined {
  const ids = new Set([...text.matchAll(/^\s*@\^?([\w.-]+)\s/gm)].flatMap(([, id]) => id ?? []));
  if (ids.size === 0) return undefined;
  const said = /(?:^|[\s"'=])(?:-i|--config-id)[\s=]+["']?([\w.-]+)/.exec(script)?.[1];
  const named = /\bhostnamectl\s+(?:set-)?hostname\s+["']?([\w-]+)/.exec(script)?.[1];
  const own = [...text.matchAll(/^\s*@([\w.-]+)\s+unicast_src_ip\s+(\S+)/gm)].find(
    ([, , at]) => at === name,
  )?.[1];
  return [said, named, isAddress(name) ? own : name.split(".")[0]].find(
    (id) => id !== undefined && ids.has(id),
  );
}

/** Whether a machine's files include one that the program doesn't write. */
export function hasUnseen(host: Host): boolean {
  const unseen = (statements: readonly Statement[]): boolean =>
    statements.some(({ keyword, block = [] }) => /^include[rmwba]?$/.test(keyword) || unseen(block));
  return unseen(keepalivedOf(host).map(({ statement }) => statement));
}

function placed(host: Host, document: Document, statement: Statement): Placed {
  return { statement, document, at: (what = statement.keyword) => placeOf(host, document, statement, what) };
}

/** The path of a finding on a statement, which an included file may have. */
export function placeOf(host: Host, document: Document, { file, line }: Statement, what: string): string {
  return placeIn(host, file === undefined ? document : { ...document, path: file }, line, what);
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

/** A statement's first argument as a number. Undefined if it is a placeholder, conditional or missing. */
export function numberOf(found: Statement | undefined): number | undefined {
  const text = found?.conditional ? undefined : found?.args[0];
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** A statement's first argument. Undefined if it is a placeholder, conditional or missing. */
export function textOf(found: Statement | undefined): string | undefined {
  const text = found?.conditional ? undefined : found?.args[0];
  return text === undefined || /^(\$|\{\{|<|@)|__|\{\{/.test(text) ? undefined : text;
}
