import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { clone, command, type Outcome } from "../../../lab";

/** Name of these tests' own lab. They may break it, because other tests share another one. */
export const name = `qtest${process.pid}`;

/** Makes another clone of this repository with the lab's code. @returns its path */
export function makeClone(): string {
  const directory = mkdtempSync(`${tmpdir()}/quorate-clone-`);
  cpSync(`${clone}/lab`, `${directory}/lab`, { recursive: true });
  symlinkSync(`${clone}/node_modules`, `${directory}/node_modules`);
  mkdirSync(`${directory}/.lab`);
  return directory;
}

/** Runs an expression with a clone's own `lab` module, in a separate process, under another command if given. */
export async function inClone(
  directory: string,
  expression: string,
  {
    env = {},
    under = [],
    timeoutMs = 300_000,
  }: { env?: Record<string, string>; under?: string[]; timeoutMs?: number } = {},
): Promise<Outcome> {
  const script = `
    const lab = require("${directory}/lab");
    const one = { client: "192.0.2.9", nodes: { n1: { address: "192.0.2.11" } } };
    (async () => ${expression})().then((result) => console.log(result ?? ""), (error) => {
      console.error(error.message);
      process.exitCode = 1;
    });`;
  const argv = [...under, "sh", "-c", 'cd "$1" && exec node --import tsx -e "$2"', "sh", directory, script];
  return command(argv, { env: { QUORATE_LAB: name, ...env }, timeoutMs });
}

/** The network namespaces of the lab on this machine. */
export async function namespaces(): Promise<string[]> {
  const { stdout } = await command(["ip", "netns", "list"]);
  return stdout
    .split("\n")
    .map((line) => line.split(" ")[0] ?? "")
    .filter((each) => each.startsWith(`${name}-`))
    .sort();
}

/** Takes the lab of these tests down, and removes a clone. */
export async function removeClone(directory: string): Promise<void> {
  await inClone(directory, "lab.down()");
  rmSync(directory, { recursive: true });
}
