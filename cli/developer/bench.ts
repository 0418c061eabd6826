import { readdirSync } from "node:fs";
import type { Command } from "commander";
import { runSteps } from "../steps";
import { nodes, packages, pulumi } from "./prepare";
import { tool } from "./tool";

async function bench(): Promise<void> {
  await runSteps([packages, pulumi, nodes()]);
  const files = readdirSync("bench").filter((name) => name.endsWith(".ts"));
  for (const file of files.sort()) await tool("node", ["--import", "tsx", `bench/${file}`]);
}

/** Adds `quorate bench`. */
export function addBench(program: Command): void {
  program.command("bench").description("run the measurements of bench/ on the lab's nodes").action(bench);
}
