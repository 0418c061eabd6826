import { program } from "commander";
import { addChecks } from "./checks";
import { interruptedExitCode } from "./interrupt";
import { addLab } from "./lab";

program.name("quorate").description("High availability for Proxmox VE as code").enablePositionalOptions();
addLab(program);
addChecks(program);

program.parseAsync().catch((error: unknown) => {
  console.error(`\nquorate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = interruptedExitCode || 1;
});
