import { createInterface } from "node:readline/promises";
import { UsageError } from "./stackFile";

/**
 * Asks on the terminal. @returns true after "yes"
 * @throws UsageError without a terminal
 */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError("there is no terminal to ask you on, so nothing was changed; add --yes to go ahead");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`${question} [yes/no] `)).trim() === "yes";
  } finally {
    terminal.close();
  }
}
