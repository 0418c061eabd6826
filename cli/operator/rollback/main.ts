import { program } from "commander";
import { UsageError } from "../stackFile";
import { addRollback } from "./command";

addRollback(program.name("quorate").enablePositionalOptions());
program.parseAsync().catch((error: unknown) => {
  console.error(`quorate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
