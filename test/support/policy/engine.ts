import { join } from "node:path";
import type { Project } from "../pulumi/project";
import { clone } from "../toolchain/standIns";

export const packOfClone = join(clone, "policy");

type Result = Awaited<ReturnType<Project["pulumi"]>>;

/** The preview of a project under a pack, in a stack that is new. */
export async function preview(project: Project, pack: string, ...args: string[]): Promise<Result> {
  await project.pulumi("stack", "init", "dev");
  return project.pulumi("preview", "--policy-pack", pack, ...args);
}

/** What the CLI prints of mandatory violations: all words of each policy. */
export function mandatory(output: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of output.split(/^\s*- \[/m).slice(1)) {
    const [, policy, words = ""] = /^mandatory\] +([\w-]+)(.*)/s.exec(part) ?? [];
    if (policy !== undefined) found.set(policy, `${found.get(policy) ?? ""}${words}`);
  }
  return found;
}
