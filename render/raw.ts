import { rawHole, rawSecretNames } from "../model/raw/place";
import { literal, secretHole } from "./file";

/** The name of the hole for a secret that raw lines name. */
export const rawSecret = (name: string): string => `raw_${name}`;

/** Raw lines as they stand in a daemon's file: their blocks indented, each secret a hole. */
export function rawText(lines: readonly string[]): string[] {
  let depth = 0;
  return lines.map((line) => {
    if (line === "}") depth--;
    const text = "    ".repeat(depth) + withHoles(line);
    if (line.endsWith(" {")) depth++;
    return text;
  });
}

/** Whether raw lines have a secret, so that their file is for root alone. */
export function hasSecret(lines: readonly string[]): boolean {
  return rawSecretNames(lines).length > 0;
}

/** Every other text of the split is the name of a secret. */
function withHoles(line: string): string {
  return line
    .split(rawHole)
    .map((part, index) => (index % 2 === 0 ? literal(part) : secretHole(rawSecret(part))))
    .join("");
}
