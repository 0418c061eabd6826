import type { Result } from "./reporter";

const mark = "\0result ";

/** The line that ends the output of a file of tests. */
export const resultLine = (result: Result): string => mark + JSON.stringify(result);

/** @returns the result, if the line is one of `resultLine` */
export function resultIn(line: string): Result | undefined {
  return line.startsWith(mark) ? (JSON.parse(line.slice(mark.length)) as Result) : undefined;
}
