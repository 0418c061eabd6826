import { join } from "node:path";
import { clone } from "../toolchain/standIns";

export const packOfClone = join(clone, "policy");

/** The mandatory violations in the CLI's output: all words by policy. */
export function mandatory(output: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of output.split(/^\s*- \[/m).slice(1)) {
    const [, policy, words = ""] = /^mandatory\] +([\w-]+)(.*)/s.exec(part) ?? [];
    if (policy !== undefined) found.set(policy, `${found.get(policy) ?? ""}${words}`);
  }
  return found;
}
