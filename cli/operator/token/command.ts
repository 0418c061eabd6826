import type { Command } from "commander";
import { makeToken } from "../../../agent/proxmoxToken";
import { UnreachableError } from "../../../agent/ssh";
import type { Host } from "../../../model";
import { readStack, type StackOptions, UsageError, withStackOptions } from "../stackFile";

/** The command that stores the token. Pulumi reads the value from its standard input. */
const pipeline = (stack: string): string =>
  `bin/quorate token -s ${stack} | bin/pulumi config set -s ${stack} --secret --path quorate:secrets.apiToken`;

/**
 * Makes a token, and writes it to standard output, which must not be a terminal.
 * @throws UsageError if it is one
 */
async function makeTokenOf(options: StackOptions): Promise<void> {
  const { stack, model } = readStack(options);
  if (process.stdout.isTTY)
    throw new UsageError(
      `the token is a secret, so it goes straight to Pulumi and on no screen; run: ${pipeline(stack)}`,
    );
  const token = await onFirst(model.cluster.nodes);
  process.stdout.write(`${token}\n`);
  console.error(
    `quorate: made the token ${token.replace(/=.*$/, "")}; its value is in standard output alone`,
  );
}

/** The token from the first node that answers. */
async function onFirst([node, ...others]: readonly Host[]): Promise<string> {
  if (node === undefined) throw new UsageError("the cluster has no nodes");
  try {
    return await makeToken(node);
  } catch (error) {
    if (!(error instanceof UnreachableError) || others.length === 0) throw error;
    console.error(`quorate: ${error.message}; asking another node`);
    return onFirst(others);
  }
}

/** Adds `quorate token`. */
export function addToken(program: Command): void {
  withStackOptions(program.command("token"))
    .description("make an API token of Proxmox VE with the privileges that HA needs, for a pipe to Pulumi")
    .addHelpText("after", `\nRun: ${pipeline("STACK")}`)
    .action(makeTokenOf);
}
