import { readFileSync } from "node:fs";
import { isText } from "./passages";

/** Phrases to avoid (CONTRIBUTING.md), as regular expressions, each with the wanted words. */
const phrases: readonly (readonly [phrase: string, wanted: string])[] = [
  ["nobody|no one", 'the actor: "no node", "no program"'],
  ["somebody|someone|anybody|anyone", 'the actor: "you", "another program"'],
  ["everybody|everyone", 'the actors: "all nodes", "every user"'],
  ["whoever|whomever|whosoever", '"the node that", "the user who"'],
  ["the person", '"you"'],
  ["one's own", '"its own", "your own"'],
  ["unless said|if not said", '"default: X"'],
  ["by now", '"now", "already"'],
  ["is looked for", '"quorate looks for"'],
  ["for who|than who|of who", '"you", or the name of the actor'],
  ["fails where|where no|where it isn't|where they aren't", '"if", "when"'],
  [
    "(?:of|by|with|to|from|than|beyond|before|behind|over|ends|reads|prints|repairs|owns|holds|keeps|undoes) what(?! to)",
    'a noun: "the node\'s files"',
  ],
];

/** Generated pages, and the lists of these phrases. */
const exempt = ["docs/policies/", "cli/developer/vocabulary.ts", "test/cli/developer/vocabulary.test.ts"];

/**
 * The phrases to avoid in these files, each as `FILE:LINE: "PHRASE"; write WANTED`. A phrase directly behind a quotation
 * mark or an underscore is a quotation.
 */
export function vocabularyFindings(files: readonly string[]): string[] {
  return files
    .filter((file) => isText(file) && !exempt.some((path) => file.startsWith(path)))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, index) =>
          findings(line).map((finding) => `${file}:${String(index + 1)}: ${finding}`),
        ),
    );
}

/** The phrases to avoid in a line. */
export function findings(line: string): string[] {
  return phrases.flatMap(([phrase, wanted]) => {
    const found = new RegExp(`(?<!["'\`_])\\b(?:${phrase})\\b`, "i").exec(line);
    return found ? [`"${found[0]}"; write ${wanted}`] : [];
  });
}
