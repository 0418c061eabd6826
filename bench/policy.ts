import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clone, command } from "../lab";
import { median } from "./measure/median";

/** What issue 4 allows: seconds beyond the engine's own, which begin where the engine asks a pack at all. */
const limit = 1;

const kinds = { none: [], empty: [join(__dirname, "noPolicies")], ours: [join(clone, "policy")] } as const;
type Kind = keyof typeof kinds;

const project = join(__dirname, "groups");

/** 200 groups on 32 nodes: as files every node is in every group; as components each has three members. */
const programs = {
  files: { what: "6400 instances in 32 files", previews: 5 },
  components: { what: "200 components with 600 units", previews: 3 },
};

async function pulumi(state: string, program: string, ...args: string[]): Promise<number> {
  const env = { PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "", GROUPS_AS: program };
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

async function measure(state: string, program: keyof typeof programs): Promise<void> {
  const { what, previews } = programs[program];
  /** Alternating; the median counts. */
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
    await pulumi(state, "files", "stack", "init", "--no-select");
    await measure(state, "files");
    await measure(state, "components");
    await pulumi(state, "files", "stack", "rm", "--yes");
  } finally {
    rmSync(state, { recursive: true });
  }
}

void main();
