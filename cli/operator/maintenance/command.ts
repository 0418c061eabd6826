import { Argument, type Command } from "commander";
import { connectionTo } from "../../../agent/connection";
import { maintenance } from "../../../agent/proxmox";
import { run } from "../../../agent/ssh";
import { nodeIn, readStack, type StackOptions, withStackOptions } from "../stackFile";

/** Takes a node out of service, or back. @returns the exit code: 0 if the node did it */
async function setMaintenance(wanted: "on" | "off", name: string, options: StackOptions): Promise<number> {
  const node = nodeIn(readStack(options).model, name);
  const command = maintenance(node.ssh.become, wanted);
  const { stdout, stderr, exitCode } = await run(connectionTo(node), command);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return exitCode === 0 ? 0 : 1;
}

/** Adds `quorate maintenance`. */
export function addMaintenance(program: Command): void {
  withStackOptions(program.command("maintenance"))
    .description("take a node out of service, or back: its virtual addresses, then its guests under HA")
    .addArgument(new Argument("<wanted>", "on or off").choices(["on", "off"]))
    .argument("<node>", "the node's name in the stack")
    .action(async (wanted: "on" | "off", node: string, options: StackOptions) => {
      process.exitCode = await setMaintenance(wanted, node, options);
    });
}
