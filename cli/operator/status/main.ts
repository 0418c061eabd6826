import { program } from "commander";
import { addStatus } from "./command";

// Loads `quorate status` alone, because loading the other commands takes longer than asking all nodes.
addStatus(program.name("quorate").enablePositionalOptions());
void program.parseAsync();
