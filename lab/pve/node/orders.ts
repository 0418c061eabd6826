import { read, remove, write } from "./tree";

const file = "ha/crm_commands";

/** Orders to the CRM that leads, such as `migrate vm:100 n2`. */
export const orders = (): string[] => (read(file) ?? "").split("\n").filter((line) => line !== "");

/** @throws Error without quorum (EROFS) */
export function queue(lines: readonly string[]): void {
  if (lines.length > 0) write(file, [...orders(), ...lines].map((line) => `${line}\n`).join(""));
}

export function forget(): void {
  remove(file);
}
