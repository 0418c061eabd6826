import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { clone, command, clientNamespace, directory, down, up } from "../lab";
import { median } from "./measure/median";

/** A program and where it lies, deployed on the lab's nodes. */
interface Program {
  readonly name: string;
  readonly stack: string;
  readonly folder: string;
}

const ours: Program = { name: "lab stack", stack: "lab", folder: clone };
const bare: Program = { name: "nine bare Commands", stack: "bare", folder: join(__dirname, "bare") };

/** Previews of each program, alternating, so that what else the machine does slows both down; the median counts. */
const previews = 7;

/** What issue 3 allows: our time over that of the bare Commands. */
const limits = { up: 2, preview: 1.5 };

/** Not among what goes with the lab's nodes: a preview of the bare Commands asks none of them. */
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

/** Seconds of the first `up` on nodes that have nothing yet. */
async function firstUp(program: Program): Promise<number> {
  await down();
  await up();
  rmSync(stateOf(program), { recursive: true, force: true });
  mkdirSync(stateOf(program));
  await pulumi(program, "stack", "init");
  return pulumi(program, "up", "--yes", "--skip-preview");
}

function report(what: string, limit: number, our: number, their: number): void {
  const ratio = (our / their).toFixed(2);
  console.log(
    `${what}: ${our.toFixed(2)} s, ${bare.name} ${their.toFixed(2)} s: ${ratio} times (at most ${limit})`,
  );
}

async function main(): Promise<void> {
  const programs = [bare, ours];
  const first = new Map<Program, number>();
  for (const program of programs) first.set(program, await firstUp(program));
  const times = new Map<Program, number[]>(programs.map((program) => [program, []]));
  for (const program of programs) await pulumi(program, "preview");
  for (let run = 0; run < previews; run += 1) {
    for (const program of programs) times.get(program)?.push(await pulumi(program, "preview"));
  }
  report("first up", limits.up, first.get(ours) ?? 0, first.get(bare) ?? 0);
  report("no-change preview", limits.preview, median(times.get(ours) ?? []), median(times.get(bare) ?? []));
  await down();
  for (const program of programs) rmSync(stateOf(program), { recursive: true, force: true });
  rmSync(join(bare.folder, `Pulumi.${bare.stack}.yaml`)); // the salt that `stack init` notes; the lab's is a file of ours
}

void main();
