import { program } from "commander";
import { addStatus } from "./command";

// `quorate status` alone: to load the other commands takes longer than to ask all nodes.
addStatus(program.name("quorate").enablePositionalOptions());
void program.parseAsync();
