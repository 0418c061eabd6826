import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { createTwoFilesPatch } from "diff";
import { configurationChanges } from "../configurationChanges";
import { confirmed } from "../confirmation";
import { configurationIn, openStack, print, versionsIn } from "../pulumiStack";
import { chosenStack, fileOf, type StackOptions, UsageError, withStackOptions } from "../stackFile";
import type { Configuration, Version } from "../versions";
import { irreversible } from "./irreversible";
import { target } from "./target";
import { withVersionFile } from "./versionFile";

interface Options extends StackOptions {
  readonly to?: number;
  readonly print?: true;
  readonly yes?: true;
}

/** Takes the stack back to a version, then its file. @returns the exit code: 0 if the stack has that version now */
async function rollback({ stack: named, configFile, to, print: patch, yes }: Options): Promise<number> {
  const folder = process.cwd();
  const name = chosenStack(folder, named);
  const file = fileOf(folder, name, configFile);
  const stack = await openStack(folder, name);
  const present = configurationIn(stack, file);
  const versions = await versionsIn(stack);
  const version = target(versions, present, to);
  refuseIrreversible([present, versions.at(-1)?.configuration ?? present], version);
  console.log(heading(name, version, configurationChanges(present, version.configuration)));

  return withVersionFile(stack, file, { present, version }, async ({ path, text }) => {
    await stack.preview({ configFile: path, onOutput: print });
    if (yes !== true && !(await confirmed(`Take the nodes back to version ${String(version.version)}?`))) {
      console.log("Nothing was changed");
      return 1;
    }
    const message = `rollback to version ${String(version.version)}`;
    await stack.up({ configFile: path, onOutput: print, message }).catch((error: unknown) => {
      console.error(halfDone(name, version));
      throw error;
    });
    if (patch)
      console.log(createTwoFilesPatch(basename(file), basename(file), readFileSync(file, "utf8"), text));
    else replaceFile(file, text);
    const files = patch ? `put the patch into ${basename(file)}` : `${basename(file)} has it, too`;
    console.log(`The nodes have version ${String(version.version)} of the stack ${name} again; ${files}`);
    return 0;
  });
}

/** @throws UsageError if an update can't go from one of these configurations back to the version */
function refuseIrreversible(from: readonly Configuration[], { version, configuration }: Version): void {
  const found = [...new Set(from.flatMap((each) => irreversible(each, configuration)))];
  if (found.length === 0) return;
  const lines = found.map((line) => `\n  ${line}`).join("");
  throw new UsageError(`version ${String(version)} can't come back, so nothing was changed:${lines}`);
}

const halfDone = (name: string, { version }: Version): string =>
  `The rollback isn't whole: some nodes have version ${String(version)}, the others what they had. Correct the reason, and run it again: bin/quorate rollback -s ${name} --to ${String(version)}`;

function heading(name: string, { version, at }: Version, changes: readonly string[]): string {
  const lines = changes.length > 0 ? changes : ["the stack's file has this configuration already"];
  return [
    `Back to version ${String(version)} of the stack ${name}, of ${at}:`,
    ...lines.map((line) => `  ${line}`),
  ].join("\n");
}

/** The file is whole at any moment. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

function versionNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new InvalidArgumentError("Write a version's number, as `quorate history` shows it.");
  return Number(text);
}

/** Adds `quorate rollback`. */
export function addRollback(program: Command): void {
  withStackOptions(program.command("rollback"))
    .description("take the nodes back to an earlier version of the stack, and then the stack's file")
    .option("--to <version>", "the version; default: the last one that succeeded", versionNumber)
    .option("--print", "print a patch of the stack's file instead of writing it")
    .option("-y, --yes", "don't ask after the preview")
    .action(async (options: Options) => {
      process.exitCode = await rollback(options);
    });
}
