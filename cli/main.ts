import { program } from "commander";
import { addBench } from "./developer/bench";
import { addLab } from "./developer/lab";
import { addLint } from "./developer/lint";
import { addTest } from "./developer/test/command";
import { interrupt, interruptedExitCode } from "./interrupt";
import { addHandOver } from "./operator/hand-over/command";
import { addHistory } from "./operator/history/command";
import { addRollback } from "./operator/rollback/command";
import { addUp } from "./operator/up/command";
import { addMaintenance } from "./operator/maintenance/command";
import { addPlan } from "./operator/plan/command";
import { addStatus } from "./operator/status/command";
import { addToken } from "./operator/token/command";

program.name("quorate").description("High availability for Proxmox VE as code").enablePositionalOptions();
addLab(program);
addLint(program);
addStatus(program);
addPlan(program);
addHandOver(program);
addHistory(program);
addRollback(program);
addUp(program);
addMaintenance(program);
addToken(program);
addTest(program);
addBench(program);

program.parseAsync().catch((failure: unknown) => {
  // Ctrl-C also reaches the running command from the terminal, and that command's error explains nothing.
  const error: unknown = interrupt.aborted ? interrupt.reason : failure;
  console.error(`\nquorate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = interruptedExitCode || 1;
});
