import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clone, command } from "../lab";
import { median } from "./measure/median";

/**
 * Limit of seconds beyond the engine's own. The engine's own time is that of a pack without policies. It holds the
 * start of the SDK and the questions about every resource, which no pack causes.
 */
const limit = 1;

const kinds = { none: [], empty: [join(__dirname, "noPolicies")], ours: [join(clone, "policy")] } as const;
type Kind = keyof typeof kinds;

const project = join(__dirname, "groups");

interface Program {
  readonly what: string;
  readonly as: "files" | "components";
  /** Members of each of the 200 groups, on 32 nodes. */
  readonly members: number;
  readonly previews: number;
}

const programs: readonly Program[] = [
  { what: "600 instances in 32 files", as: "files", members: 3, previews: 5 },
  { what: "200 components with 600 units", as: "components", members: 3, previews: 3 },
  { what: "as many as there can be, 6400 instances in 32 files", as: "files", members: 32, previews: 3 },
];

async function pulumi(
  state: string,
  { as, members }: Pick<Program, "as" | "members">,
  ...args: string[]
): Promise<number> {
  const env = {
    ...{ PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "" },
    ...{ GROUPS_AS: as, GROUP_MEMBERS: String(members) },
  };
  const argv = [
    join(clone, "bin/pulumi"),
    "--cwd",
    project,
    ...args,
    "--stack",
    "bench",
    "--non-interactive",
  ];
  const began = performance.now();
  const { exitCode, stdout, stderr } = await command(argv, { env });
  if (exitCode !== 0) throw new Error(`${argv.join(" ")} failed:\n${stdout}\n${stderr}`);
  return (performance.now() - began) / 1000;
}

async function measure(state: string, program: Program): Promise<void> {
  const { what, previews } = program;
  /** Seconds of each kind's runs, which alternate; the median counts. */
  const times: Record<Kind, number[]> = { none: [], empty: [], ours: [] };
  for (let run = 0; run < previews; run += 1) {
    for (const kind of ["none", "empty", "ours"] as const) {
      const packs = kinds[kind].flatMap((pack) => ["--policy-pack", pack]);
      times[kind].push(await pulumi(state, program, "preview", ...packs));
    }
  }
  const [none, empty, ours] = [median(times.none), median(times.empty), median(times.ours)];
  console.log(
    `policy pack, ${what}: ${ours.toFixed(2)} s, with a pack that says nothing ${empty.toFixed(2)} s, ` +
      `without any ${none.toFixed(2)} s: ${(ours / none).toFixed(2)} times, ` +
      `${(ours - empty).toFixed(2)} s beyond the engine's own (at most ${limit})`,
  );
}

async function main(): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), "quorate-bench-"));
  try {
    const [first] = programs;
    if (first === undefined) return;
    await pulumi(state, first, "stack", "init", "--no-select");
    for (const program of programs) await measure(state, program);
  } finally {
    rmSync(join(project, "Pulumi.bench.yaml"), { force: true });
    rmSync(state, { recursive: true });
  }
}

void main();
