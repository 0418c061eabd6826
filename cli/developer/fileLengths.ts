import { readFileSync } from "node:fs";

/** A longer file has more than one subject. */
const most = 250;

/** Files that a tool writes, and lists that only grow. */
const exempt = /^(package-lock\.json|CHANGELOG\.md|LICENSE)$|\bgo\.(sum|mod)$|\bgolden\//;

/** The files with too many lines, each as `FILE: NUMBER lines; split it, …`. */
export function lengthFindings(files: readonly string[]): string[] {
  return files
    .filter((file) => !exempt.test(file))
    .map((file) => ({ file, lines: readFileSync(file, "utf8").replace(/\n$/, "").split("\n").length }))
    .filter(({ lines }) => lines > most)
    .map(
      ({ file, lines }) => `${file}: ${String(lines)} lines; split it, a file has at most ${String(most)}`,
    );
}
