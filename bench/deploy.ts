import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { clone, command, clientNamespace, directory, down, up } from "../lab";
import { median } from "./measure/median";

/** A program and its folder, deployed on the lab's nodes. */
interface Program {
  readonly name: string;
  readonly stack: string;
  readonly folder: string;
}

const ours: Program = { name: "lab stack", stack: "lab", folder: clone };
const bare: Program = { name: "nine bare Commands", stack: "bare", folder: join(__dirname, "bare") };

/**
 * Numbers of first updates and previews for each program. They alternate, so that other work of the machine slows
 * both down; medians count.
 */
const runs = { up: 3, preview: 7 };

/** Limits of quorate's time over that of the bare Commands. */
const limits = { up: 2, preview: 1.5 };

/** This folder isn't among those that go with the lab's nodes: a preview of the bare Commands asks none of them. */
const stateOf = ({ stack }: Program): string => join(directory, `bench-${stack}`);

async function pulumi(program: Program, ...args: string[]): Promise<number> {
  const { folder, stack } = program;
  const env = { PULUMI_BACKEND_URL: `file://${stateOf(program)}`, PULUMI_CONFIG_PASSPHRASE: "" };
  const argv = [
    "ip",
    "netns",
    "exec",
    clientNamespace,
    join(clone, "bin/pulumi"),
    "--cwd",
    folder,
    ...args,
    "-s",
    stack,
  ];
  const began = performance.now();
  const { exitCode, stdout, stderr } = await command(argv, { env });
  if (exitCode !== 0) throw new Error(`${argv.join(" ")} failed:\n${stdout}\n${stderr}`);
  return (performance.now() - began) / 1000;
}

/** Seconds of the first `up` on fresh nodes. */
async function firstUp(program: Program): Promise<number> {
  await down();
  await up();
  rmSync(stateOf(program), { recursive: true, force: true });
  mkdirSync(stateOf(program));
  await pulumi(program, "stack", "init");
  return pulumi(program, "up", "--yes", "--skip-preview");
}

const preview = (program: Program): Promise<number> => pulumi(program, "preview");

/** The seconds of each program's runs. */
async function alternating(
  programs: readonly Program[],
  rounds: number,
  run: (program: Program) => Promise<number>,
): Promise<Map<Program, number[]>> {
  const seconds = new Map<Program, number[]>(programs.map((program) => [program, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const program of programs) seconds.get(program)?.push(await run(program));
  }
  return seconds;
}

function report(what: string, limit: number, seconds: ReadonlyMap<Program, number[]>): void {
  const [our, their] = [median(seconds.get(ours) ?? []), median(seconds.get(bare) ?? [])];
  const ratio = (our / their).toFixed(2);
  console.log(
    `${what}: ${our.toFixed(2)} s, ${bare.name} ${their.toFixed(2)} s: ${ratio} times (at most ${limit})`,
  );
}

async function main(): Promise<void> {
  const programs = [bare, ours];
  const ups = await alternating(programs, runs.up, firstUp);
  await alternating(programs, 1, preview);
  const previews = await alternating(programs, runs.preview, preview);
  report("first up", limits.up, ups);
  report("no-change preview", limits.preview, previews);
  await down();
  for (const program of programs) rmSync(stateOf(program), { recursive: true, force: true });
  rmSync(join(bare.folder, `Pulumi.${bare.stack}.yaml`)); // holds the salt of `stack init`; the lab's file is in git
}

void main();
