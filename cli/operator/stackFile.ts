import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { parse } from "yaml";
import { type ConfigurationInput, type Model, type Node, parseConfiguration } from "../../model";

/** A command line or a file with a mistake that ends the command. */
export class UsageError extends Error {}

/** The options that choose a stack. */
export interface StackOptions {
  readonly stack?: string;
  readonly configFile?: string;
}

/** Adds the options that choose a stack. */
export function withStackOptions(command: Command): Command {
  return command
    .option("-s, --stack <name>", "the stack; default: the selected or only one")
    .option("--config-file <path>", "the stack's file; default: Pulumi.<stack>.yaml");
}

/**
 * Reads the chosen stack.
 * @throws UsageError if there is no such stack, or ConfigurationError with all findings on it
 */
export function readStack({ stack: named, configFile }: StackOptions): { stack: string; model: Model } {
  const folder = process.cwd();
  const stack = configFile !== undefined && named === undefined ? configFile : chosenStack(folder, named);
  return { stack, model: parseConfiguration(readStackFile(fileOf(folder, stack, configFile))) };
}

/**
 * The path of a stack's file. bin/quorate changes to the clone; `configFile` is relative to the folder from which you
 * called it.
 * @throws UsageError if the stack has none
 */
export function fileOf(folder: string, stack: string, configFile?: string): string {
  if (configFile === undefined) return stackFile(folder, stack);
  return resolve(process.env["QUORATE_CALLED_FROM"] ?? folder, configFile);
}

/** @throws UsageError if the cluster has no such node */
export function nodeIn({ cluster: { nodes } }: Model, name: string): Node {
  const node = nodes.find((each) => each.name === name);
  if (node === undefined)
    throw new UsageError(
      `${name} is no node of the cluster; write one of ${nodes.map((each) => each.name).join(", ")}`,
    );
  return node;
}

const stackOf = (file: string): string | undefined => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1];

/** The stacks that have a file in the folder of the program. */
function stacksIn(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((file) => stackOf(file) ?? [])
    .sort();
}

/**
 * Chooses the stack: the named one, else $PULUMI_STACK's, else Pulumi's selection for this folder, else the only one
 * with a file here.
 * @throws UsageError if no stack has a file here, or several have one
 */
export function chosenStack(folder: string, named?: string): string {
  const stack =
    [named, process.env["PULUMI_STACK"]].find((name) => name !== undefined && name !== "") ??
    selectedStack(folder);
  if (stack !== undefined) return stack.split("/").at(-1) ?? stack;
  const [only, ...others] = stacksIn(folder);
  if (only === undefined)
    throw new UsageError(
      `there is no file of a stack, Pulumi.<stack>.yaml, in ${folder}; make one with: pulumi stack init`,
    );
  if (others.length > 0)
    throw new UsageError(
      `${folder} has several stacks; name one of ${[only, ...others].join(", ")} with --stack`,
    );
  return only;
}

/**
 * Reads the selection of `pulumi stack select`: a file named after the digest of Pulumi.yaml's path, with the stack
 * of each backend. Undefined if several backends have one.
 */
function selectedStack(folder: string): string | undefined {
  const digest = createHash("sha1").update(join(folder, "Pulumi.yaml")).digest("hex");
  const cache =
    process.env["QUORATE_CACHE"] ??
    join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "quorate");
  const homes = process.env["PULUMI_HOME"] ?? "";
  const file = (homes === "" ? [join(cache, "home"), join(homedir(), ".pulumi")] : [homes])
    .map((home) => join(home, "workspaces", `quorate-${digest}-workspace.json`))
    .find(existsSync);
  if (file === undefined) return undefined;
  const { stack, stacks = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    stack?: string;
    stacks?: Record<string, string>;
  };
  const [only, ...others] = Object.values(stacks);
  return stacks[process.env["PULUMI_BACKEND_URL"] ?? ""] ?? stack ?? (others.length > 0 ? undefined : only);
}

/**
 * The path of a stack's file.
 * @throws UsageError if the stack has none
 */
export function stackFile(folder: string, stack: string): string {
  const file = [`Pulumi.${stack}.yaml`, `Pulumi.${stack}.yml`].find((name) => existsSync(join(folder, name)));
  if (file !== undefined) return join(folder, file);
  const stacks = stacksIn(folder).join(", ") || "none";
  throw new UsageError(`there is no Pulumi.${stack}.yaml in ${folder}; the stacks there: ${stacks}`);
}

/**
 * The configuration in a stack's file, as the program would get it. Without Pulumi and its passphrase, an encrypted
 * value stays `{secure: …}`.
 * @throws UsageError if the file can't be read
 */
export function readStackFile(path: string): ConfigurationInput {
  const { config } = (parsed(path) ?? {}) as { config?: Record<string, unknown> };
  const own = Object.entries(config ?? {}).flatMap(([key, value]) =>
    key.startsWith("quorate:") ? [[key.slice("quorate:".length), plain(value)] as const] : [],
  );
  return { cluster: undefined, ...Object.fromEntries(own) };
}

function parsed(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `pulumi config set` without --path stores a structure as JSON in a text. */
function plain(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
