import { readFileSync } from "node:fs";
import * as ts from "typescript";

/** Literals of these are code, or the words of Pulumi's own plugins. */
const withoutMessages = /^(test|bench|toolchain\/plugins)\//;

/** Pages, programs and scripts; not golden files, and not the configurations of other people. */
export const isText = (file: string): boolean =>
  /\.(ts|mjs|sh|pl|pm|md)$|(^|\/)s?bin\/[\w-]+$/.test(file) && !/^test\/(golden|policy\/corpus)\//.test(file);

/** A text with sentences, and the number of its first line. */
export interface Passage {
  readonly line: number;
  readonly text: string;
}

/** The paragraphs, list items and table cells of a page, without code and quoted messages. */
function pagePassages(text: string): Passage[] {
  const passages: { line: number; text: string }[] = [];
  let code = false;
  let open = false;
  text.split("\n").forEach((written, index) => {
    const line = written.trim();
    if (line.startsWith("```")) code = !code;
    const isProse = !code && !/^(```|> |$)/.test(line) && (open || !/^ {4,}[^ *-]/.test(written));
    const begins = /^([-*]|\d+\.|#+) /;
    const last = passages.at(-1);
    if (isProse && line.startsWith("|"))
      passages.push(...line.split(/(?<!\\)\|/).map((cell) => ({ line: index + 1, text: cell })));
    else if (isProse && open && last && !begins.test(line)) last.text += ` ${line}`;
    else if (isProse) passages.push({ line: index + 1, text: line.replace(begins, "") });
    open = isProse && !/^[|#]/.test(line);
  });
  return passages;
}

/** The comments of a script, and its messages in quotation marks. */
function scriptPassages(text: string): Passage[] {
  const passages: { line: number; text: string }[] = [];
  let open = false;
  text.split("\n").forEach((line, index) => {
    const [, comment] = /^\s*#(?!!| shellcheck) ?(.*)/.exec(line) ?? [];
    const last = passages.at(-1);
    if (comment && open && last && !comment.startsWith("- ")) last.text += ` ${comment}`;
    else if (comment) passages.push({ line: index + 1, text: comment });
    else if (comment === undefined)
      for (const [, message = ""] of line.matchAll(/\b(?:die|warn|refuse|say|echo) "((?:[^"\\]|\\.)*)"/g))
        passages.push(...messagePassages(index + 1, message));
    open = Boolean(comment);
  });
  return passages;
}

/** The sentences of a message: problem and consequence, then behind a colon or semicolon the fix. Other literals are code. */
function messagePassages(line: number, text: string): Passage[] {
  if (/\n|[{}|<>]|;;|&&|\[ |\$\(if|usage:|; echo|SEED=/.test(text)) return [];
  const parts = text.split("; ").length > 2 ? [text] : text.split(/[:;] /);
  return parts.map((part) => ({ line, text: part }));
}

/** The text of a literal, or of several that are joined; undefined for another expression. */
function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("X");
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const sides = [literalText(node.left), literalText(node.right)];
  return sides.includes(undefined) ? undefined : sides.join("");
}

/** The comments of a program, and outside tests its messages. */
function programPassages(file: string, text: string): Passage[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const at = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const passages: Passage[] = [];
  const comments = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.pos) ?? [])
      comments.set(pos, text.slice(pos, end));
    const literal = withoutMessages.test(file) ? undefined : literalText(node);
    if (literal !== undefined) passages.push(...messagePassages(at(node.getStart()), literal));
    else ts.forEachChild(node, visit);
  };
  visit(source);
  for (const [pos, comment] of comments) {
    const plain = comment
      .replace(/^\/\*\*?|\*\/$/g, "")
      .replace(/^\s*(\*|\/\/) ?/gm, "")
      .replace(/@example[^]*/, "");
    passages.push(
      ...plain
        .split(/\n\s*\n|(?=@(?:param|returns|throws)\b)|\n(?=- )/)
        .map((part) => ({ line: at(pos), text: part })),
    );
  }
  return passages;
}

/** The sentences' places in a file: paragraphs, comments and messages. */
export function passagesOf(file: string): Passage[] {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".md")) return pagePassages(text);
  return /\.(ts|mjs)$/.test(file) ? programPassages(file, text) : scriptPassages(text);
}
