import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { command } from "../../lab";
import { nodeProgram } from "../../agent/program";
import { interrupt } from "../interrupt";
import { nodes, packages, pulumi } from "./prepare";
import { runSteps } from "../steps";
import { vocabularyFindings } from "./vocabulary";

/** dpdm fails on a circle of imports, also of types. */
const circles = ["--no-tree", "--no-warning", "--no-progress", "--exit-code", "circular:1"];

/** Runs a tool on this terminal, and sets the exit code after a failure. */
async function tool(file: string, args: readonly string[]): Promise<void> {
  interrupt.throwIfAborted();
  console.log(`\n> ${[file, ...args.slice(0, 6)].join(" ")}${args.length > 6 ? " ..." : ""}`);
  const path = `${process.cwd()}/node_modules/.bin:${process.env["PATH"] ?? ""}`;
  const child = spawn(file, args, { stdio: "inherit", env: { ...process.env, PATH: path } });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) process.exitCode = code ?? 1;
}

/** The files of the clone, without ignored ones. */
async function ownFiles(): Promise<string[]> {
  const { stdout } = await command(["git", "ls-files", "--cached", "--others", "--exclude-standard"]);
  return stdout.split("\n").filter(existsSync);
}

/** POSIX sh, by its name or its first line. A part of a node's program makes sense only with the other parts. */
function isShell(file: string): boolean {
  if (file.startsWith("agent/program/")) return false;
  const first = (): string => readFileSync(file, "utf8").split("\n", 1)[0] ?? "";
  return file.endsWith(".sh") || (!/\.\w+$/.test(file) && /^#!\/bin\/sh/.test(first()));
}

/** Prints the phrases to avoid, and sets the exit code if there is one. */
function vocabulary(files: readonly string[]): void {
  console.log("\n> vocabulary");
  const found = vocabularyFindings(files);
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}

async function lint(): Promise<void> {
  await runSteps([packages]);
  const files = await ownFiles();
  const program = join(mkdtempSync(join(tmpdir(), "quorate-lint-")), "node.sh");
  writeFileSync(program, nodeProgram());
  await tool("shellcheck", ["--external-sources", program, ...files.filter(isShell)]);
  rmSync(dirname(program), { recursive: true });
  vocabulary(files);
  await tool("tsc", ["--noEmit"]);
  await tool("prettier", ["--check", "--log-level=warn", "."]);
  await tool("eslint", ["."]);
  await tool("dpdm", [...circles, ...files.filter((file) => file.endsWith(".ts"))]);
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
  program
    .command("lint")
    .description("check the sources: shellcheck, vocabulary, tsc, prettier, eslint, dpdm")
    .action(lint);
  program.command("bench").description("run the measurements of bench/ on the lab's nodes").action(bench);
}
