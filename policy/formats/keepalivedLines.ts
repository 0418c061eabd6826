/** A line of keepalived.conf after conditions, substitution, sequences and includes. */
export interface KeepalivedLine {
  readonly text: string;
  /** Counted from 1, in its own file. */
  readonly line: number;
  /** Path of the included file; undefined for the file itself. */
  readonly file?: string | undefined;
  /** Whether the line depends on a configuration id that isn't known. */
  readonly conditional: boolean;
}

/** What keepalived knows beside the file. */
export interface Surroundings {
  /** The configuration id: the host's short name, or that of `keepalived -i`. Undefined if it isn't known. */
  readonly id?: string | undefined;
  /** The file's own path. */
  readonly path?: string | undefined;
  /** Files that an include may name, by path. */
  readonly files?: ReadonlyMap<string, string>;
}

/** The lines after which an expansion ends: ~SEQ makes any number. */
const most = 5000;
const deepest = 12;

/** keepalived.conf(5), ADVANCED CONFIGURATION: the lines that keepalived reads in place of those of the file. */
export function linesOf(text: string, surroundings: Surroundings = {}): readonly KeepalivedLine[] {
  const raw = text.split("\n");
  // Fast path: most files have none of it.
  if (!/^\s*([@$~]|include[rmwba]?\s)/m.test(text))
    return raw.map((each, index) => ({ text: each, line: index + 1, conditional: false }));
  const reader = new Reader(surroundings);
  reader.read(text, surroundings.path ?? "", undefined, false);
  return reader.lines;
}

class Reader {
  readonly lines: KeepalivedLine[] = [];
  readonly #definitions = new Map<string, string>();
  #depth = 0;

  constructor(private readonly surroundings: Surroundings) {}

  read(text: string, path: string, file: string | undefined, conditional: boolean): void {
    if (++this.#depth > deepest) return;
    const raw = text.split("\n");
    for (let at = 0; at < raw.length; at++) {
      const line = at + 1;
      let whole = raw[at] ?? "";
      // A definition of several lines: each but the last ends with a backslash.
      if (/^\s*(@\S+\s+)?\$\w+=\s*\\\s*$/.test(whole)) {
        for (let more = "\\"; /\\\s*$/.test(more) && at + 1 < raw.length;) {
          more = raw[++at] ?? "";
          whole = `${whole.replace(/\\\s*$/, "")}\n${more}`;
        }
      }
      const [, pattern] = /^\s*include[rmwba]?\s+["']?([^\s"'#!]+)/.exec(whole) ?? [];
      if (pattern === undefined) this.#emit(whole, { line, file, conditional });
      else if (!this.#include(pattern, path, conditional))
        this.#push({ text: whole, line, file, conditional });
    }
    this.#depth--;
  }

  #include(pattern: string, path: string, conditional: boolean): boolean {
    const absolute = pattern.startsWith("/") ? pattern : path.replace(/[^/]*$/, pattern);
    const wanted = new RegExp(
      `^${absolute
        .replace(/[.+^$()|[\]\\]/g, "\\$&")
        .replace(/\?/g, "[^/]")
        .replace(/\*/g, "[^/]*")
        .replace(/\{/g, "(")
        .replace(/\}/g, ")")
        .replace(/,/g, "|")}$`,
    );
    const found = [...(this.surroundings.files ?? [])].filter(([name]) => wanted.test(name) && name !== path);
    for (const [name, text] of found) this.read(text, name, name, conditional);
    return found.length > 0;
  }

  #emit(text: string, place: Omit<KeepalivedLine, "text">): void {
    if (++this.#depth > deepest || this.lines.length > most) {
      this.#depth--;
      return;
    }
    this.#step(text, place);
    this.#depth--;
  }

  #step(text: string, place: Omit<KeepalivedLine, "text">): void {
    const [, not, id = "", guarded] = /^\s*@(\^?)(\S+)\s+([^]*)$/.exec(text) ?? [];
    if (guarded !== undefined) {
      const own = this.surroundings.id;
      if (own === undefined) this.#emit(guarded, { ...place, conditional: true });
      else if ((id === own) !== (not === "^")) this.#emit(guarded, place);
      return;
    }
    const [, name, value = ""] = /^\s*\$(\w+)=([^]*)$/.exec(text) ?? [];
    if (name !== undefined) {
      // With an unknown id several values are possible, and the word stays as it is.
      if (place.conditional) this.#definitions.delete(name);
      else this.#definitions.set(name, value.replace(/^\n/, ""));
      return;
    }
    const [, kind = "", list = "", rest] =
      /^\s*~(SEQx?|LST)\(((?:[^(){}]|\{[^{}]*\})*)\)\s*([^]*)$/.exec(text) ?? [];
    if (rest !== undefined) {
      for (const values of kind === "LST" ? listed(list) : sequence(list, kind === "SEQx")) {
        for (const [variable, each] of values) this.#definitions.set(variable, each);
        this.#emit(rest, place);
      }
      return;
    }
    const replaced = this.#substituted(text);
    if (replaced === text) this.#push({ text, ...place });
    else for (const each of replaced.split("\n")) this.#emit(each, place);
  }

  #substituted(text: string): string {
    return text.replace(/\$\{(\w+)\}|\$(\w+)(?=\s|$)/g, (whole, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? "";
      if (name === "_PWD") return (this.surroundings.path ?? "").replace(/\/[^/]*$/, "");
      return this.#definitions.get(name) ?? whole;
    });
  }

  #push(line: KeepalivedLine): void {
    this.lines.push(line);
  }
}

type Values = readonly (readonly [variable: string, value: string])[];

/** `var, start, step, end`: without a step or a start, 1 towards the end. */
function sequence(list: string, hexadecimal: boolean): Values[] {
  const [variable = "", ...numbers] = list.split(",").map((each) => each.trim());
  const [end = 0, ...before] = numbers.map(Number).reverse();
  const [start = end > 0 ? 1 : -1, step = end >= start ? 1 : -1] =
    before.length > 1 ? [before[1], before[0]] : before;
  if (![start, step, end].every(Number.isInteger) || step === 0) return [];
  const count = Math.min(Math.floor((end - start) / step) + 1, most);
  return Array.from({ length: Math.max(count, 0) }, (_, index) => [
    [variable, (start + index * step).toString(hexadecimal ? 16 : 10)],
  ]);
}

/** `var, value, value` or `{var, var}, {value, value}`. */
function listed(list: string): Values[] {
  const [variables = [], ...values] = [...list.matchAll(/\{([^{}]*)\}|[^,{}]+/g)]
    .filter(([whole]) => whole.trim() !== "")
    .map(([whole, inner]) => (inner ?? whole).split(",").map((each) => each.trim()));
  return values.map((each) => variables.map((variable, index) => [variable, each[index] ?? ""] as const));
}
