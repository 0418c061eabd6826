import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ConfigMap,
  LocalWorkspace,
  PulumiCommand,
  type Stack,
  type UpdateSummary,
} from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { type Configuration, configurationOf, type Version, versionsOf } from "./versions";

/** Opens a stack of the program in `folder` by Pulumi's automation API, with the CLI that bin/pulumi finds. */
export async function openStack(folder: string, stackName: string): Promise<Stack> {
  const pulumiCommand = await PulumiCommand.get({ root: folder });
  return LocalWorkspace.selectStack({ stackName, workDir: folder }, { pulumiCommand });
}

/** The stack's versions, oldest first. Their secrets are in memory alone. */
export async function versionsIn(stack: Stack): Promise<Version[]> {
  return versionsOf(await pagesFrom(stack, 1));
}

/** All updates from a page on. Without a page's size, Pulumi gives ten. */
async function pagesFrom(stack: Stack, page: number): Promise<UpdateSummary[]> {
  const size = 100;
  const updates = await stack.history(size, page);
  return updates.length < size ? updates : [...updates, ...(await pagesFrom(stack, page + 1))];
}

/** The configuration in a file of the stack, with secrets. The automation API reads no other file than the stack's own. */
export function configurationIn(stack: Stack, file: string): Configuration {
  const text = runCli(stack, ["config", "--json", "--show-secrets", "--config-file", file]);
  return configurationOf(JSON.parse(text) as ConfigMap);
}

/**
 * Encrypts a value for the stack of `file`, as Pulumi keeps it there. It goes to the CLI over standard input, because
 * the automation API would put it on a command line.
 */
export function encrypt(stack: Stack, file: string, value: string): object {
  const folder = mkdtempSync(join(tmpdir(), "quorate-"));
  try {
    const scratch = join(folder, "scratch.yaml");
    const settings = parse(readFileSync(file, "utf8")) as object;
    writeFileSync(scratch, stringify({ ...settings, config: {} }));
    runCli(stack, ["config", "set", "--secret", "quorate:value", "--config-file", scratch], value);
    const { config } = parse(readFileSync(scratch, "utf8")) as { config: Record<string, object> };
    return config["quorate:value"] ?? {};
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns what the CLI prints on standard output */
function runCli({ name, workspace }: Stack, args: readonly string[], input = ""): string {
  const all = [...args, "--stack", name, "--non-interactive"];
  const options = { cwd: workspace.workDir, input, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(workspace.pulumiCommand.command, all, options);
  if (status !== 0)
    throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed for the stack ${name}: ${stderr.trim()}`);
  return stdout;
}

/** Prints the CLI's output as it comes. */
export function print(text: string): void {
  process.stdout.write(text);
}
