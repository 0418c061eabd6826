/** A line of keepalived.conf, or a block with the lines in it. */
export interface Statement {
  readonly keyword: string;
  readonly args: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly block?: readonly Statement[] | undefined;
}

/**
 * Reads keepalived.conf(5): a statement a line, blocks in braces (the opening one may begin the next line), words in
 * quotes, comments from # or !, and conditions (`@main priority 100`, whose condition is left out). Nothing is an
 * error: what the daemon would refuse is the daemon's to tell.
 */
export function readKeepalived(text: string): Statement[] {
  const lines = text.split("\n").flatMap((line, index) => piecesOf(line, index + 1));
  return readBlock(joinBraces(lines));
}

interface Piece {
  readonly words: readonly string[];
  readonly line: number;
}

/** The words of a line; braces stand alone. */
function piecesOf(text: string, line: number): Piece[] {
  const words = wordsOf(text);
  if (words[0]?.startsWith("@") === true) words.shift();
  const pieces: Piece[] = [];
  let current: string[] = [];
  for (const word of words) {
    if (word !== openBrace && word !== closeBrace) current.push(word);
    else {
      if (current.length > 0) pieces.push({ words: current, line });
      pieces.push({ words: [word], line });
      current = [];
    }
  }
  return current.length > 0 ? [...pieces, { words: current, line }] : pieces;
}

/** Stand for braces that aren't in quotes. */
const openBrace = "\u0000{";
const closeBrace = "\u0000}";

/** In groups: double quotes, single quotes, a comment, a bare word with holes such as {{name}} and ${NAME}, a brace. */
const word =
  /"((?:[^"\\]|\\.)*)"?|'((?:[^'\\]|\\.)*)'?|([#!].*)|((?:\{\{[^{}]*\}\}|\$\{[^}]*\}|[^\s{}"'#!])+)|([{}])/g;

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [, double, single, comment, bare, brace] of text.matchAll(word)) {
    if (comment !== undefined) break;
    if (brace !== undefined) words.push(brace === "{" ? openBrace : closeBrace);
    else words.push(double ?? single ?? bare ?? "");
  }
  return words;
}

/** A block's opening brace joins the statement before it. */
function joinBraces(pieces: readonly Piece[]): (Piece & { readonly opens: boolean })[] {
  return pieces.flatMap((piece, index) => {
    const [before, after] = [pieces[index - 1], pieces[index + 1]];
    if (piece.words[0] === openBrace) {
      return before === undefined || isBrace(before) ? [{ words: [], line: piece.line, opens: true }] : [];
    }
    return [{ ...piece, opens: !isBrace(piece) && after?.words[0] === openBrace }];
  });
}

function isBrace({ words: [first] }: Piece): boolean {
  return first === openBrace || first === closeBrace;
}

function readBlock(pieces: (Piece & { readonly opens: boolean })[]): Statement[] {
  const root: Statement[] = [];
  const stack = [root];
  for (const { words, line, opens } of pieces) {
    if (words[0] === closeBrace) {
      if (stack.length > 1) stack.pop();
      continue;
    }
    const [keyword = "", ...args] = words;
    const block: Statement[] = [];
    stack.at(-1)?.push(opens ? { keyword, args, line, block } : { keyword, args, line });
    if (opens) stack.push(block);
  }
  return root;
}

/** The last statement of that keyword: keepalived takes the last one. */
export function lastOf(block: readonly Statement[] | undefined, keyword: string): Statement | undefined {
  return block?.filter((statement) => statement.keyword === keyword).at(-1);
}

/** Every statement of that keyword. */
export function allOf(block: readonly Statement[] | undefined, keyword: string): Statement[] {
  return (block ?? []).filter((statement) => statement.keyword === keyword);
}
