import { linesOf, type Surroundings } from "./keepalivedLines";

/** A line of keepalived.conf, or a block with its lines. */
export interface Statement {
  readonly keyword: string;
  readonly args: readonly string[];
  /** Counted from 1. */
  readonly line: number;
  readonly block?: readonly Statement[] | undefined;
  /** Path of the included file that has it; undefined for the file itself. */
  readonly file?: string | undefined;
  /** Whether it depends on a configuration id that isn't known: some machine has it, and another may not. */
  readonly conditional?: boolean | undefined;
}

type Open = Statement & { block?: Open[] | undefined };

/**
 * Reads keepalived.conf(5): one statement a line, blocks in braces, quoted words, and comments from # or !. An opening
 * brace may begin the next line. Conditions, substitution, sequences and includes are resolved as far as the
 * surroundings are known. The reader reports no errors, because keepalived does.
 */
export function readKeepalived(text: string, surroundings?: Surroundings): Statement[] {
  const root: Open[] = [];
  const stack = [root];
  for (const { text: raw, line, file, conditional } of linesOf(text, surroundings)) {
    let current: string[] = [];
    const end = (): void => {
      const [keyword, ...args] = current;
      if (keyword !== undefined)
        stack.at(-1)?.push({
          ...{ keyword, args, line },
          ...(file === undefined ? {} : { file }),
          ...(conditional ? { conditional } : {}),
        });
      current = [];
    };
    for (const word of wordsOf(raw)) {
      if (word === openBrace) {
        end();
        stack.push(open(stack.at(-1) ?? root, line));
      } else if (word === closeBrace) {
        end();
        if (stack.length > 1) stack.pop();
      } else current.push(word);
    }
    end();
  }
  return root;
}

/** Opens the block of the statement before the brace. Without a statement the block stands alone. */
function open(level: Open[], line: number): Open[] {
  const block: Open[] = [];
  const owner = level.at(-1);
  if (owner && owner.block === undefined) owner.block = block;
  else level.push({ keyword: "", args: [], line, block });
  return block;
}

/** Placeholders for braces outside of quotes. */
const openBrace = "\u0000{";
const closeBrace = "\u0000}";

/**
 * In groups: double quotes, single quotes, a comment, a bare word, a brace. A word may contain placeholders: {{name}},
 * ${NAME}.
 */
const word =
  /"((?:[^"\\]|\\.)*)"?|'((?:[^'\\]|\\.)*)'?|([#!].*)|((?:\{\{[^{}]*\}\}|\$\{[^}]*\}|[^\s{}"'#!])+)|([{}])/g;

function wordsOf(text: string): string[] {
  // Fast path: most lines have no special character.
  if (!/[{}"'#!]/.test(text)) return text.match(/\S+/g) ?? [];
  const words: string[] = [];
  for (const [, double, single, comment, bare, brace] of text.matchAll(word)) {
    if (comment !== undefined) break;
    if (brace !== undefined) words.push(brace === "{" ? openBrace : closeBrace);
    else words.push(double ?? single ?? bare ?? "");
  }
  return words;
}

/** The last statement of that keyword, which is the one that keepalived uses. */
export function lastOf(block: readonly Statement[] | undefined, keyword: string): Statement | undefined {
  return block?.filter((statement) => statement.keyword === keyword).at(-1);
}

/** Every statement of that keyword. */
export function allOf(block: readonly Statement[] | undefined, keyword: string): Statement[] {
  return (block ?? []).filter((statement) => statement.keyword === keyword);
}
