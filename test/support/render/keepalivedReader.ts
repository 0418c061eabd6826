/** A line or a block in keepalived's format: its words, and the entries in the block. */
export interface Entry {
  readonly words: readonly string[];
  readonly body?: readonly Entry[];
}

/** Reads keepalived's format (keepalived.conf(5)): blocks in braces, words in quotes, comments. */
export function readKeepalived(text: string): Entry[] {
  const lines = text.split("\n").map((line) => line.replace(/[#!].*/, "").trim());
  const rest = lines.filter((line) => line !== "").reverse();
  const entries = readBody(rest);
  if (rest.length > 0) throw new Error(`a brace too many before: ${rest.reverse().join(" ")}`);
  return entries;
}

function readBody(rest: string[]): Entry[] {
  const entries: Entry[] = [];
  for (let line = rest.pop(); line !== undefined && line !== "}"; line = rest.pop()) {
    const words = wordsOf(line);
    entries.push(words.at(-1) === "{" ? { words: words.slice(0, -1), body: readBody(rest) } : { words });
  }
  return entries;
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}

/** The words after `name` in the first entry with that name. */
export function valueOf(entries: readonly Entry[], name: string): string | undefined {
  return entries
    .find(({ words }) => words[0] === name)
    ?.words.slice(1)
    .join(" ");
}

/** The first words of the entries in block `name`; empty without such a block. */
export function listOf(entries: readonly Entry[], name: string): string[] {
  const body = entries.find(({ words }) => words[0] === name)?.body ?? [];
  return body.map(({ words }) => words.join(" "));
}
