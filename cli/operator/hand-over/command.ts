import { type Command, InvalidArgumentError } from "commander";
import { askAll } from "../../../agent/answers";
import { connectionTo } from "../../../agent/connection";
import { handOver, isOwner } from "../../../agent/program";
import { run } from "../../../agent/ssh";
import type { Host } from "../../../model";
import { readStack, type StackOptions, withStackOptions } from "../stackFile";

/** Gives the units of owner `from` to owner `to` on all nodes of a stack. @returns the exit code: 0 if all nodes did */
async function handOverAll(from: string, to: string, options: StackOptions): Promise<number> {
  const { cluster } = readStack(options).model;
  const answers = await askAll(cluster, (host) => handOverOn(host, from, to));
  const failures = answers.unreachable().map(({ host, reason }) => `${host}: ${reason.message}`);
  for (const [host, lines] of answers.given()) for (const line of lines) console.log(`${host}: ${line}`);
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) {
    console.error("Run this again when these nodes answer; meanwhile their units stay with the old owner");
    return 1;
  }
  console.log("Next: pulumi up, so that the stack's state names the new owner, too");
  return 0;
}

/** @returns the node's lines */
async function handOverOn(host: Host, from: string, to: string): Promise<string[]> {
  const command = handOver(host.ssh.become, from, to);
  const { stdout, stderr, exitCode } = await run(connectionTo(host), command);
  if (exitCode !== 0)
    throw new Error(stderr.trim() || `the node's program ended with status ${String(exitCode)}`);
  return stdout.trim() === "" ? ["without quorate"] : stdout.trim().split("\n");
}

function owner(text: string): string {
  if (!isOwner(text)) throw new InvalidArgumentError("Write PROJECT/STACK/CLUSTER.");
  return text;
}

/** Adds `quorate hand-over`. */
export function addHandOver(program: Command): void {
  withStackOptions(program.command("hand-over"))
    .description("give the units of a stack that is gone, or was renamed, to another one, on all nodes")
    .argument("<old>", "the present owner, PROJECT/STACK/CLUSTER", owner)
    .argument("<new>", "the new owner, PROJECT/STACK/CLUSTER", owner)
    .action(async (from: string, to: string, options: StackOptions) => {
      process.exitCode = await handOverAll(from, to, options);
    });
}
