import { type Command, InvalidArgumentError } from "commander";
import { statusScript } from "../../../agent/status/script";
import { timeouts } from "../../../agent/timeouts";
import { readStack, type StackOptions, withStackOptions } from "../stackFile";
import { ask } from "./ask";
import { statusOf } from "./compute";
import { printStatus } from "./print";

/** Default time limit of a node, in seconds: the rest of quorate's own time since the start of this process. */
function patience(): number {
  const left = timeouts.statusSeconds - performance.now() / 1000;
  return Math.max(timeouts.statusLeastSeconds, Math.floor(10 * left) / 10);
}

interface Options extends StackOptions {
  json?: true;
  timeout?: number;
}

/** Prints the table or JSON on standard output. @returns the exit code: 0 without problems, 1 with any */
async function status({ json, timeout, ...options }: Options): Promise<number> {
  const { stack, model } = readStack(options);
  const at = new Date().toISOString();
  const result = statusOf(model, await ask(model, statusScript(process.cwd()), timeout ?? patience()), {
    stack,
    at,
  });
  console.log(json ? JSON.stringify(result, null, 2) : printStatus(result));
  return result.well ? 0 : 1;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 60)) throw new InvalidArgumentError("It must be 0.1 to 60 seconds.");
  return value;
}

/** Adds `quorate status`. */
export function addStatus(program: Command): void {
  withStackOptions(program.command("status"))
    .description("show the nodes, their quorum, the holders of VIPs and the servers")
    .option("--json", "print JSON instead of tables (docs/status.md)")
    .option("--timeout <seconds>", "time limit of a node's answer; default: 1 to 1.5", seconds)
    .addHelpText("after", "\nExit code: 0 without problems, 1 with any, 2 if quorate can't read the stack.")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action(async (options: Options) => {
      try {
        process.exitCode = await status(options);
      } catch (error) {
        console.error(`quorate: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 2;
      }
    });
}
