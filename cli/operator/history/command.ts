import type { Command } from "commander";
import { openStack, versionsIn } from "../pulumiStack";
import { chosenStack } from "../stackFile";
import { historyOf, printHistory } from "./print";

interface Options {
  readonly stack?: string;
  readonly json?: true;
}

async function history({ stack: named, json }: Options): Promise<void> {
  const folder = process.cwd();
  const stack = await openStack(folder, chosenStack(folder, named));
  const entries = historyOf(await versionsIn(stack));
  console.log(json ? JSON.stringify(entries, null, 2) : printHistory(entries));
}

/** Adds `quorate history`. */
export function addHistory(program: Command): void {
  program
    .command("history")
    .description("show the stack's updates, newest first, and what each changed in the configuration")
    .option("-s, --stack <name>", "the stack; default: the selected or only one")
    .option("--json", "print JSON instead of a text (docs/rollback.md)")
    .action(history);
}
