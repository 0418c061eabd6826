import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { Plan } from "../../../components/preview/changes";
import { planWords } from "../../../components/preview/words";
import { chosenStack, type StackOptions, UsageError, withStackOptions } from "../stackFile";

interface Options extends StackOptions {
  json?: true;
}

/**
 * Runs a preview and reads its plan.
 * @throws UsageError with Pulumi's words if it fails
 */
function previewed({ stack: named, configFile }: StackOptions): Plan {
  const folder = process.cwd();
  const from = process.env["QUORATE_CALLED_FROM"] ?? folder;
  const file = configFile === undefined ? [] : ["--config-file", resolve(from, configFile)];
  // Only you may read the folder.
  const secluded = mkdtempSync(join(tmpdir(), "quorate-plan-"));
  const plan = join(secluded, "plan.json");
  try {
    const args = ["preview", "--non-interactive", "--stack", chosenStack(folder, named), ...file];
    const { status, stdout, stderr, error } = spawnSync(join(folder, "bin/pulumi"), args, {
      env: { ...process.env, QUORATE_PLAN_FILE: plan },
      stdio: ["inherit", "pipe", "pipe"],
      encoding: "utf8",
    });
    if (error) throw error;
    if (status !== 0 || !existsSync(plan)) throw new UsageError(`the preview failed:\n${stdout}${stderr}`);
    return JSON.parse(readFileSync(plan, "utf8")) as Plan;
  } finally {
    rmSync(secluded, { recursive: true });
  }
}

/** Adds `quorate plan`. */
export function addPlan(program: Command): void {
  withStackOptions(program.command("plan"))
    .description("show what an update would do: files, services, addresses, drift")
    .option("--json", "print JSON instead of text (docs/preview.md)")
    .addHelpText("after", "\nExit code: 0, or 2 if the preview fails.")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action(({ json, ...options }: Options) => {
      try {
        const plan = previewed(options);
        console.log(json ? JSON.stringify(plan, null, 2) : planWords(plan) || "The update changes nothing.");
      } catch (error) {
        console.error(`quorate: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 2;
      }
    });
}
