import type { UnitDirectory, UnitFile } from "../agent/unit";

/** A file that root owns; `lines` are its lines. */
export function rootFile(path: string, mode: string, lines: readonly string[]): UnitFile {
  return { path, mode, owner: "root:root", content: `${lines.join("\n")}\n` };
}

export function rootDirectory(path: string, mode = "0755"): UnitDirectory {
  return { path, mode, owner: "root:root" };
}

/** Indents `lines` by four columns; empty lines stay empty. */
export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `    ${line}`));
}

/** A hole that the node's program fills with the secret of this name. */
export function secretHole(name: string): string {
  return `{{secret:${name}}}`;
}

/** A text that you wrote, for a line of a file: nothing in it is a hole. */
export function literal(text: string): string {
  return text.replaceAll("{{secret:", secretHole(""));
}
