import { join } from "node:path";
import { clone } from "../toolchain/standIns";

export const packOfClone = join(clone, "policy");

/** What the CLI prints of mandatory violations: all words of each policy. */
export function mandatory(output: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of output.split(/^\s*- \[/m).slice(1)) {
    const [, policy, words = ""] = /^mandatory\] +([\w-]+)(.*)/s.exec(part) ?? [];
    if (policy !== undefined) found.set(policy, `${found.get(policy) ?? ""}${words}`);
  }
  return found;
}
