/** A line of keepalived.conf, or a block with the lines in it. */
export interface Statement {
  readonly keyword: string;
  readonly args: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly block?: readonly Statement[] | undefined;
}

type Open = Statement & { block?: Open[] | undefined };

/**
 * Reads keepalived.conf(5): a statement a line, blocks in braces (the opening one may begin the next line), words in
 * quotes, comments from # or !, and conditions (`@main priority 100`, whose condition is left out). Nothing is an
 * error: what the daemon would refuse is the daemon's to tell.
 */
export function readKeepalived(text: string): Statement[] {
  const root: Open[] = [];
  const stack = [root];
  for (const [index, raw] of text.split("\n").entries()) {
    let current: string[] = [];
    const end = (): void => {
      const [keyword, ...args] = current;
      if (keyword !== undefined) stack.at(-1)?.push({ keyword, args, line: index + 1 });
      current = [];
    };
    for (const word of wordsOf(raw)) {
      if (word === openBrace) {
        end();
        stack.push(open(stack.at(-1) ?? root, index + 1));
      } else if (word === closeBrace) {
        end();
        if (stack.length > 1) stack.pop();
      } else if (current.length > 0 || !word.startsWith("@")) current.push(word);
    }
    end();
  }
  return root;
}

/** The block of the statement that an opening brace follows; of none where there is none. */
function open(level: Open[], line: number): Open[] {
  const block: Open[] = [];
  const owner = level.at(-1);
  if (owner && owner.block === undefined) owner.block = block;
  else level.push({ keyword: "", args: [], line, block });
  return block;
}

/** Stand for braces that aren't in quotes. */
const openBrace = "\u0000{";
const closeBrace = "\u0000}";

/** In groups: double quotes, single quotes, a comment, a bare word with holes such as {{name}} and ${NAME}, a brace. */
const word =
  /"((?:[^"\\]|\\.)*)"?|'((?:[^'\\]|\\.)*)'?|([#!].*)|((?:\{\{[^{}]*\}\}|\$\{[^}]*\}|[^\s{}"'#!])+)|([{}])/g;

function wordsOf(text: string): string[] {
  // Most lines have nothing that means anything but itself.
  if (!/[{}"'#!]/.test(text)) return text.match(/\S+/g) ?? [];
  const words: string[] = [];
  for (const [, double, single, comment, bare, brace] of text.matchAll(word)) {
    if (comment !== undefined) break;
    if (brace !== undefined) words.push(brace === "{" ? openBrace : closeBrace);
    else words.push(double ?? single ?? bare ?? "");
  }
  return words;
}

/** The last statement of that keyword: keepalived takes the last one. */
export function lastOf(block: readonly Statement[] | undefined, keyword: string): Statement | undefined {
  return block?.filter((statement) => statement.keyword === keyword).at(-1);
}

/** Every statement of that keyword. */
export function allOf(block: readonly Statement[] | undefined, keyword: string): Statement[] {
  return (block ?? []).filter((statement) => statement.keyword === keyword);
}
