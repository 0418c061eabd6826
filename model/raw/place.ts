/** A place of a daemon's file that takes raw lines. */
export interface RawPlace {
  /** The problem of a line by itself. Secrets in it read `secret`. */
  readonly lineProblem: (line: string) => string | undefined;
  /** Whether braces make blocks. */
  readonly blocks: boolean;
  /** What to write in place of a keyword that quorate has a key for. A keyword may be two words: `stats socket`. */
  readonly instead: Readonly<Record<string, string>>;
  /** Whether a keyword may stand there once only. */
  readonly once: boolean;
  /** Why no secret may be there; undefined if one may. */
  readonly noSecrets?: string | undefined;
}

/** A secret in a raw line: its name in `quorate:secrets.raw`. */
export const rawHole = /\{\{secret:([a-z][a-z0-9_]{0,39})\}\}/g;

/** The names of the secrets in raw lines, each once. */
export function rawSecretNames(lines: readonly string[]): string[] {
  return [
    ...new Set(lines.flatMap((line) => [...line.matchAll(rawHole)].map(([, name = ""]) => name))),
  ].sort();
}

/** Raw lines with `put(name)` in place of each secret. */
export function withSecrets(line: string, put: (name: string) => string): string {
  return line.replace(rawHole, (_, name: string) => put(name));
}

/** The problem of a raw secret: a daemon must read it as one word of its line. */
export function rawSecretProblem(value: string): string | undefined {
  return /^[A-Za-z0-9._+=,:/%&*@-]{1,200}$/.test(value)
    ? undefined
    : "has characters that could end its word or its line; write at most 200 letters, digits and . _ + = , : / % & * @ -";
}

/** The problems of raw lines at a place, by the index of the line. */
export function rawProblems(place: RawPlace, lines: readonly string[]): { index: number; message: string }[] {
  const seen = new Set<string>();
  let depth = 0;
  const found = lines.flatMap((written, index) => {
    const line = withSecrets(written, () => "secret");
    const outside = depth === 0;
    if (place.blocks) depth += line === "}" ? -1 : line.endsWith("{") ? 1 : 0;
    const problem =
      (line === written ? undefined : place.noSecrets) ??
      place.lineProblem(line) ??
      (depth < 0 ? "closes the section that quorate opens; leave it out" : undefined) ??
      (outside ? keywordProblem(place, line, seen) : undefined);
    depth = Math.max(depth, 0);
    return problem === undefined ? [] : [{ index, message: problem }];
  });
  if (depth === 0 || found.length > 0) return found;
  return [{ index: lines.length - 1, message: `leaves a block open; write } at the end` }];
}

function keywordProblem({ instead, once }: RawPlace, line: string, seen: Set<string>): string | undefined {
  const [keyword = "", ...rest] = words(line);
  const known = [[keyword, rest[0]].join(" "), keyword].find((name) => Object.hasOwn(instead, name));
  if (known !== undefined) return `has ${known}, which is quorate's; ${instead[known] ?? ""}`;
  // Sections of corosync.conf may repeat.
  if (!once || rest.at(-1) === "{") return undefined;
  if (seen.has(keyword))
    return `has ${keyword} a second time, and the daemon would take one of them; leave one out`;
  seen.add(keyword);
  return undefined;
}

/** The words of a line; haproxy's `no` and `default` come before the keyword, corosync's keys end in a colon. */
function words(line: string): string[] {
  return line
    .replace(/^(no|default) +/, "")
    .replace(/^([\w.]+)\s*:/, "$1 ")
    .split(/\s+/);
}
