import { program } from "commander";
import { addPlan } from "./command";

addPlan(program.name("quorate").enablePositionalOptions());
void program.parseAsync();
