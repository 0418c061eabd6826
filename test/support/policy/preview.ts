import { declare } from "../pulumi/mockedStack";
import { Pack, type Violation } from "./pack";

/** The pack's violations of a program, as in its first preview. It starts no engine. */
export async function preview(program: () => unknown): Promise<Violation[]> {
  const pack = new Pack();
  const found: Violation[] = [];
  for (const { type, name, wire, parentType } of (await declare(program, true)).values()) {
    const parent = parentType === "pulumi:pulumi:Stack" ? {} : { parent: parentType };
    found.push(...(await pack.register({ type, name, inputs: wire, ...parent })).violations);
  }
  return [...found, ...(await pack.finish())];
}

/** The mandatory violations: all words by policy. */
export function mandatory(violations: readonly Violation[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { policy, level, message } of violations)
    if (level === "mandatory") found.set(policy, `${found.get(policy) ?? ""} ${message}`);
  return found;
}
