import type { DoubleQuotedChild, HereDocBody, Word, WordPart } from "unbash";

/** A word or a here-document after expansion by the shell. Unset variables stay as written. */
export function expand(source: Word | HereDocBody, variables: ReadonlyMap<string, string>): string {
  if (source.parts === undefined) return source.type === "Word" ? source.value : source.text;
  return source.parts.map((part) => expandPart(part, variables)).join("");
}

function expandPart(part: WordPart | DoubleQuotedChild, variables: ReadonlyMap<string, string>): string {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return part.value;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.map((child) => expandPart(child, variables)).join("");
    case "SimpleExpansion":
      return variables.get(part.text.slice(1)) ?? part.text;
    case "ParameterExpansion":
      return (part.operation ? undefined : variables.get(part.parameter)) ?? part.text;
    default:
      return part.text;
  }
}

/**
 * The output of `printf FORMAT ARGUMENT...` by POSIX, limited to %s and %d. It reuses the format while arguments are
 * left.
 */
export function printf(format: string, given: readonly string[]): string {
  const left = [...given];
  let text = "";
  do {
    const before = left.length;
    text += format.replace(/%%|%[-\d.]*[sdib]|\\(?:[\\abfnrtv]|0?[0-7]{1,3})/g, (found) => {
      if (found === "%%") return "%";
      return found.startsWith("%") ? (left.shift() ?? "") : unescaped(found);
    });
    if (left.length === before) break;
  } while (left.length > 0);
  return text;
}

/** The output of `echo ARGUMENT...` in dash, which interprets \n. With -n there is no newline at the end. */
export function echo(given: readonly string[]): string {
  const options = given.findIndex((word) => !/^-[neE]+$/.test(word));
  const words = options === -1 ? [] : given.slice(options);
  const end = given.slice(0, options === -1 ? undefined : options).some((word) => word.includes("n"))
    ? ""
    : "\n";
  return words.map((word) => word.replace(/\\[\\nt]/g, unescaped)).join(" ") + end;
}

const escapes: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function unescaped(sequence: string): string {
  const rest = sequence.slice(1);
  if (/^[0-7]/.test(rest)) return String.fromCharCode(parseInt(rest, 8));
  return escapes[rest] ?? rest;
}

/** Removes sudo, env and the like from a command. */
export function unwrapped(words: readonly string[]): readonly string[] {
  const [first = "", ...rest] = words;
  if (/^(sudo|doas)$/.test(first)) return unwrapped(withoutOptions(rest, "CDghprRtTUu"));
  if (/^(env|exec|command|nohup|time|nice)$/.test(first)) {
    const from = rest.findIndex((word) => !/^(-|\w+=)/.test(word));
    return from === -1 ? [] : unwrapped(rest.slice(from));
  }
  return words;
}

/** Removes the options before the first operand. `valued` are the letters of options that take the next word. */
export function withoutOptions(words: readonly string[], valued: string): readonly string[] {
  const [first, ...rest] = words;
  if (first === "--") return rest;
  if (first === undefined || !first.startsWith("-")) return words;
  const takesNext = first.length === 2 && valued.includes(first.slice(1));
  return withoutOptions(takesNext ? rest.slice(1) : rest, valued);
}
