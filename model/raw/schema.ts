import { z } from "zod";
import { plainText, plainTextProblem } from "../text";
import { type RawPlace, rawProblems } from "./place";

/** Raw lines for a place of a daemon's file: a list, or a text of several lines. Indentation has no meaning. */
export function rawLines(place: RawPlace) {
  const list = z
    .array(z.string("must be a line"), "must be a list of lines, or a text")
    .superRefine((lines, context) => {
      for (const [index, line] of lines.entries())
        if (!plainText.test(line))
          context.addIssue({ code: "custom", path: [index], message: plainTextProblem });
      for (const { index, message } of rawProblems(place, lines))
        context.addIssue({ code: "custom", path: [index], message });
    });
  const schema = z.preprocess((input) => {
    const lines: unknown = typeof input === "string" ? input.split("\n") : input;
    if (!Array.isArray(lines)) return lines;
    const trimmed = lines.map((line: unknown) => (typeof line === "string" ? line.trim() : line));
    return trimmed.filter((line) => line !== "");
  }, list);
  return schema as unknown as z.ZodType<string[], string | readonly string[]>;
}
