import type { Stack } from "@pulumi/pulumi/automation";
import type { Command } from "commander";
import { confirmed } from "../confirmation";
import { configurationIn, openStack, print, versionsIn } from "../pulumiStack";
import { target } from "../rollback/target";
import { withVersionFile } from "../rollback/versionFile";
import { chosenStack, fileOf, type StackOptions, withStackOptions } from "../stackFile";
import type { Configuration } from "../versions";
import { printEnding } from "./ending";

/** Exit codes, beside 1 for an update that changed nothing or was left as it failed. */
export const done = 0;
export const rolledBack = 3;
export const notRolledBack = 4;

interface Options extends StackOptions {
  readonly rollbackOnFailure?: true;
  readonly yes?: true;
}

/** Previews, asks and updates. A failed update goes back, if you asked for it. @returns the exit code */
async function up({ stack: named, configFile, rollbackOnFailure, yes }: Options): Promise<number> {
  const folder = process.cwd();
  const name = chosenStack(folder, named);
  const file = fileOf(folder, name, configFile);
  const stack = await openStack(folder, name);
  const present = configurationIn(stack, file);
  await stack.preview({ configFile: file, onOutput: print });
  if (yes !== true && !(await confirmed(`Update the nodes of the stack ${name}?`))) {
    console.log("Nothing was changed");
    return 1;
  }
  try {
    await stack.up({ configFile: file, onOutput: print });
  } catch {
    const goesBack = rollbackOnFailure ?? present["quorate:rollbackOnFailure"] === "true";
    if (goesBack) return goBack(stack, file, present);
    console.error(`The update failed. What takes the nodes back: bin/quorate rollback -s ${name}`);
    return 1;
  }
  await printEnding(folder, { stack: name, configFile: file });
  return done;
}

/** Takes the nodes that changed back to the last version that succeeded; the stack's file stays. */
async function goBack(stack: Stack, file: string, present: Configuration): Promise<number> {
  try {
    const version = target(await versionsIn(stack), present);
    const number = String(version.version);
    console.error(`The update failed; quorate takes the nodes back to version ${number}`);
    await withVersionFile(stack, file, { present, version }, ({ path }) =>
      stack.up({ configFile: path, onOutput: print, message: `rollback to version ${number}` }),
    );
    console.error(
      `The nodes have version ${number} again; the stack's file still has the update that failed`,
    );
    return rolledBack;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error(
      `The nodes could not all go back. See which has what: bin/quorate status -s ${stack.name}; then run: bin/quorate rollback -s ${stack.name}`,
    );
    return notRolledBack;
  }
}

/** Adds `quorate up`. */
export function addUp(program: Command): void {
  withStackOptions(program.command("up"))
    .description("update the nodes, and take them back if one fails")
    .option("--rollback-on-failure", "take the nodes back to the last version that succeeded if one fails")
    .option("-y, --yes", "don't ask after the preview")
    .addHelpText(
      "after",
      "\nExit code: 0 done, 1 failed and left so or declined, 3 failed and taken back, 4 failed and not all taken back.",
    )
    .action(async (options: Options) => {
      process.exitCode = await up(options);
    });
}
