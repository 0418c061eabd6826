import { program } from "commander";
import { addUp } from "./command";

addUp(program.name("quorate").enablePositionalOptions());
program.parseAsync().catch((error: unknown) => {
  console.error(`quorate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
