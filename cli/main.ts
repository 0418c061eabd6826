import { program } from "commander";
import { addChecks } from "./developer/checks";
import { interrupt, interruptedExitCode } from "./interrupt";
import { addLab } from "./developer/lab";
import { addStatus } from "./operator/status/command";
import { addTest } from "./developer/test/command";

program.name("quorate").description("High availability for Proxmox VE as code").enablePositionalOptions();
addLab(program);
addChecks(program);
addStatus(program);
addTest(program);

program.parseAsync().catch((failure: unknown) => {
  // Ctrl-C also reaches the running command from the terminal, and that command's error explains nothing.
  const error: unknown = interrupt.aborted ? interrupt.reason : failure;
  console.error(`\nquorate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = interruptedExitCode || 1;
});
