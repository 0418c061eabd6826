import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { command } from "../../lab";
import { nodeProgram } from "../../agent/program";
import { statusScript, previewScript } from "../../agent/status/script";
import { runSteps } from "../steps";
import { lengthFindings } from "./fileLengths";
import { packages } from "./prepare";
import { sentenceFindings } from "./sentences";
import { tool } from "./tool";
import { vocabularyFindings } from "./vocabulary";

/** dpdm fails on a cycle of imports, also of types. */
const cycles = ["--no-tree", "--no-warning", "--no-progress", "--exit-code", "circular:1"];

/** The files of the clone, without ignored ones. */
async function ownFiles(): Promise<string[]> {
  const { stdout } = await command(["git", "ls-files", "--cached", "--others", "--exclude-standard"]);
  return stdout.split("\n").filter(existsSync);
}

/** POSIX sh, by its name or its first line. A part of the nodes' program makes sense only with the other parts. */
function isShell(file: string): boolean {
  if (file.startsWith("agent/")) return false;
  const first = (): string => readFileSync(file, "utf8").split("\n", 1)[0] ?? "";
  return file.endsWith(".sh") || (!/\.\w+$/.test(file) && /^#!\/bin\/sh/.test(first()));
}

/** The longer ones of the last twenty subjects. A clone without a history has none. */
async function subjectFindings(): Promise<string[]> {
  const { stdout } = await command(["git", "log", "-20", "--no-merges", "--format=%s"]);
  const long = stdout.split("\n").filter((subject) => subject.length > 72);
  return long.map((subject) => `commit "${subject}": write at most 72 characters`);
}

/** Prints the phrases to avoid, and sentences, files and subjects that are too long. Any of them makes lint fail. */
async function style(files: readonly string[]): Promise<void> {
  console.log("\n> style");
  const found = [
    ...vocabularyFindings(files),
    ...sentenceFindings(files),
    ...lengthFindings(files),
    ...(await subjectFindings()),
  ];
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}

async function lint(): Promise<void> {
  await runSteps([packages]);
  const files = await ownFiles();
  const folder = mkdtempSync(join(tmpdir(), "quorate-lint-"));
  const whole = [nodeProgram(), statusScript("."), previewScript()].map((text, index) => {
    const file = join(folder, `${String(index)}.sh`);
    writeFileSync(file, text);
    return file;
  });
  await tool("shellcheck", ["--external-sources", ...whole, ...files.filter(isShell)]);
  rmSync(folder, { recursive: true });
  await style(files);
  await tool("tsc", ["--noEmit"]);
  await tool("prettier", ["--check", "--log-level=warn", "."]);
  await tool("eslint", ["."]);
  await tool("dpdm", [...cycles, ...files.filter((file) => file.endsWith(".ts"))]);
}

/** Adds `quorate lint`. */
export function addLint(program: Command): void {
  program
    .command("lint")
    .description("check the sources: shellcheck, style, tsc, prettier, eslint, dpdm")
    .action(lint);
}
