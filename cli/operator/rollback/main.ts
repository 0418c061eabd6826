import { program } from "commander";
import { addRollback } from "./command";

addRollback(program.name("quorate").enablePositionalOptions());
program.parseAsync().catch((error: unknown) => {
  console.error(`quorate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
