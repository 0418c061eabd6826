import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { command } from "../../lab";
import { nodeProgram } from "../../agent/program";
import { interrupt } from "../interrupt";
import { nodes, packages, pulumi } from "./prepare";
import { runSteps } from "../steps";

/** Runs a tool on this terminal, and sets the exit code after a failure. */
async function tool(file: string, args: readonly string[]): Promise<void> {
  interrupt.throwIfAborted();
  console.log(`\n> ${[file, ...args.slice(0, 6)].join(" ")}${args.length > 6 ? " ..." : ""}`);
  const path = `${process.cwd()}/node_modules/.bin:${process.env["PATH"] ?? ""}`;
  const child = spawn(file, args, { stdio: "inherit", env: { ...process.env, PATH: path } });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) process.exitCode = code ?? 1;
}

/** All POSIX sh files of the clone, by their name or their first line. */
async function shellFiles(): Promise<string[]> {
  const { stdout } = await command(["git", "ls-files", "--cached", "--others", "--exclude-standard"]);
  const first = (file: string): string => readFileSync(file, "utf8").split("\n", 1)[0] ?? "";
  return stdout
    .split("\n")
    .filter((file) => !file.startsWith("agent/program/"))
    .filter((file) => file.endsWith(".sh") || (!/\.\w+$/.test(file) && /^#!\/bin\/sh/.test(first(file))));
}

async function lint(): Promise<void> {
  await runSteps([packages]);
  // The parts of a node's program make sense only when they are joined.
  const program = join(mkdtempSync(join(tmpdir(), "quorate-lint-")), "node.sh");
  writeFileSync(program, nodeProgram());
  await tool("shellcheck", ["--external-sources", program, ...(await shellFiles())]);
  rmSync(dirname(program), { recursive: true });
  await tool("tsc", ["--noEmit"]);
  await tool("prettier", ["--check", "--log-level=warn", "."]);
  await tool("eslint", ["."]);
}

async function bench(): Promise<void> {
  await runSteps([packages, pulumi, nodes()]);
  for (const file of readdirSync("bench")
    .filter((name) => name.endsWith(".ts"))
    .sort()) {
    await tool("node", ["--import", "tsx", `bench/${file}`]);
  }
}

/** Adds `quorate lint` and `bench`. */
export function addChecks(program: Command): void {
  program.command("lint").description("shellcheck, types, format, eslint").action(lint);
  program.command("bench").description("the measurements of bench/, on the lab's nodes").action(bench);
}
