import { program } from "commander";
import { addHistory } from "./command";

addHistory(program.name("quorate").enablePositionalOptions());
program.parseAsync().catch((error: unknown) => {
  console.error(`quorate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
