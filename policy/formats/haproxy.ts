/** A line of haproxy.cfg below its section's. */
export interface Line {
  readonly keyword: string;
  readonly args: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** global, defaults, frontend, backend, listen, userlist, peers and the like. */
export interface Section {
  readonly kind: string;
  readonly name: string;
  /** What follows the name: `from` and the name of the defaults, or an address in the old style. */
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
 * Reads haproxy.cfg as the configuration manual's sections 2.2 and 2.3 have it: sections and lines, comments, quotes
 * and backslashes; preprocessor lines (`.if`) are left out. Nothing is an error: that's the daemon's to tell.
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

/** The words of a line, without quotes and backslashes; # begins a comment outside of them. */
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

/** The arguments of the first line with these words; undefined where there is none. */
export function argsOf({ lines }: Section, ...words: readonly string[]): readonly string[] | undefined {
  const [keyword, ...rest] = words;
  const found = lines.find(
    (line) => line.keyword === keyword && rest.every((value, index) => line.args[index] === value),
  );
  return found?.args.slice(rest.length);
}
