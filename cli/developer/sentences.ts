import { isText, type Passage, passagesOf } from "./passages";

/** The limits of a sentence (CONTRIBUTING.md). */
const mostWords = 25;
const mostSemicolons = 1;

/** The sentences of a text. A code in backticks counts as one word, and so does a value that a message inserts. */
const sentencesOf = (text: string): string[] =>
  text
    .replace(/`[^`]*`/g, "X")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .split(/(?<=[.!?][")*_]*)\s+/);

/** The sentences of a passage that break a limit, each behind its line. */
export function findings({ line, text }: Passage): string[] {
  return sentencesOf(text).flatMap((sentence) => {
    const words = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    const semicolons = sentence.split(/;(?=\s|$)/).length - 1;
    const where = `${String(line)}: "${words.slice(0, 6).join(" ")} …" has`;
    return [
      ...(words.length > mostWords
        ? [`${where} ${String(words.length)} words; write at most ${String(mostWords)}`]
        : []),
      ...(semicolons > mostSemicolons
        ? [`${where} ${String(semicolons)} semicolons; write at most one`]
        : []),
    ];
  });
}

/** The sentences that break a limit in these files, each as `FILE:LINE: "BEGINNING …" has NUMBER words; write …`. */
export function sentenceFindings(files: readonly string[]): string[] {
  return files.filter(isText).flatMap((file) =>
    passagesOf(file)
      .flatMap(findings)
      .map((finding) => `${file}:${finding}`),
  );
}
