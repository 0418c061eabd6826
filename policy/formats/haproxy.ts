/** A line in a section of haproxy.cfg. */
export interface Line {
  readonly keyword: string;
  readonly args: readonly string[];
  /** Counted from 1. */
  readonly line: number;
}

/** A section: global, defaults, frontend, backend, listen, userlist, peers and the like. */
export interface Section {
  readonly kind: string;
  readonly name: string;
  /** The words after the name: `from` and the name of the defaults, or an address in the old style. */
  readonly args: readonly string[];
  readonly line: number;
  readonly lines: readonly Line[];
}

const kinds = new Set([
  ...["global", "defaults", "frontend", "backend", "listen", "userlist", "peers", "resolvers", "mailers"],
  ...[
    "cache",
    "program",
    "ring",
    "http-errors",
    "fcgi-app",
    "crt-store",
    "traces",
    "log-forward",
    "log-profile",
  ],
  ...["acme"],
]);

/**
 * Reads haproxy.cfg by sections 2.2 and 2.3 of the configuration manual: sections, lines, comments, quotes and
 * backslashes. It skips preprocessor lines (`.if`). The reader reports no errors, because haproxy does.
 */
export function readHaproxy(text: string): Section[] {
  const sections: {
    -readonly [K in keyof Section]: Section[K] extends readonly Line[] ? Line[] : Section[K];
  }[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const [keyword, ...args] = wordsOf(raw);
    if (keyword === undefined || keyword.startsWith(".")) continue;
    const line = index + 1;
    if (kinds.has(keyword)) {
      const [name = "", ...rest] = args;
      sections.push({ kind: keyword, name, args: rest, line, lines: [] });
    } else sections.at(-1)?.lines.push({ keyword, args, line });
  }
  return sections;
}

const piece = /'([^']*)'?|"((?:[^"\\]|\\.)*)"?|\\(.)|(#.*)|(\s+)|([^\s'"\\#]+)/g;

/** The words of a line, without quotes and backslashes. Outside of quotes # begins a comment. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let current: string | undefined;
  for (const [, strong, weak, escaped, comment, space, bare] of text.matchAll(piece)) {
    if (comment !== undefined) break;
    if (space !== undefined) {
      if (current !== undefined) words.push(current);
      current = undefined;
    } else current = (current ?? "") + (strong ?? weak?.replace(/\\(.)/g, "$1") ?? escaped ?? bare ?? "");
  }
  return current === undefined ? words : [...words, current];
}
