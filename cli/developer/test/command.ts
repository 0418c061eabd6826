import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import type { Command } from "commander";
import { clone, releases } from "../../../lab";
import { image, packages, pulumi } from "../prepare";
import { runSteps } from "../../steps";
import { allEnded } from "./allEnded";
import { isOnBoth, labFile, labTests } from "./labTests";
import { mocha } from "./mocha";
import { shares } from "./plan";
import { asJson, type FileReport, isGreen, runReport, summary, ticks } from "./report";
import { secondsOf } from "./seconds";
import { select } from "./select";

interface TestOptions {
  readonly all?: boolean;
  readonly keep?: boolean;
  readonly report?: string;
}

/** Labs side by side keep the processors busy while one waits; each may take 4 GiB. */
function labCount(): number {
  const asked = process.env["QUORATE_LABS"];
  if (asked === undefined) return Math.max(1, Math.min(cpus().length + 1, Math.floor(totalmem() / 2 ** 32)));
  if (!/^[1-9]\d?$/.test(asked))
    throw new Error(`QUORATE_LABS is a number of labs from 1 to 99, not "${asked}"`);
  return Number(asked);
}

/** While one process of unit tests waits for the engine or a daemon, the other works. */
const unitProcesses = 2;

function seedOf(environment: NodeJS.ProcessEnv): string {
  const { SEED: seed = String(Math.floor(Math.random() * 1_000_000)) } = environment;
  if (!/^\d{1,9}$/.test(seed)) throw new Error(`SEED is a number of at most nine digits, not "${seed}"`);
  return seed;
}

/** Prints one file's output in one piece. */
function tell({ file, lab, seconds, output }: FileReport): void {
  const where = lab === undefined ? "" : `lab ${String(lab)}, `;
  console.log(`\n> ${file} (${where}${String(Math.round(seconds))} s)\n${output.trimEnd()}`);
}

async function test(args: string[], { all = false, keep = false, report: file }: TestOptions): Promise<void> {
  const { units, onLabs, options } = select(args);
  const labs = labCount();
  const seed = seedOf(process.env);
  process.env["SEED"] = seed;
  if (all) process.env["QUORATE_ALL"] = "1";
  const [standard, other] = releases;
  await runSteps([packages, pulumi, image(standard), ...(all ? [image(other)] : [])]);

  const [began, from] = [performance.now(), ticks()];
  const reports: FileReport[] = [];
  console.log(`\nSEED=${seed} draws the samples${all ? "; every case runs" : ""}`);
  const onEnd = (report: FileReport): void => {
    reports.push(report);
    tell(report);
  };
  const unitTests = shares(
    units.map((path) => ({ path, seconds: secondsOf(path) })),
    unitProcesses,
  ).map(async (share, index) => {
    const result = await mocha({ args: [...options, ...share.map(({ path }) => path)], cwd: clone });
    onEnd({ ...result, file: `unit tests, share ${String(index + 1)}` });
  });
  // The unit tests take the processor's time that labs leave.
  const files = onLabs.map(labFile);
  const common = { options, labs, keep, onEnd };
  await allEnded([...unitTests, labTests({ ...common, files, release: standard })]);
  if (all) await labTests({ ...common, files: files.filter(isOnBoth), release: other });

  const report = runReport(seed, reports, (performance.now() - began) / 1000, from);
  console.log(`\n${summary(report)}`);
  if (file !== undefined) writeFileSync(file, asJson(report));
  if (!isGreen(report)) process.exitCode = 1;
}

/** Adds `quorate test`. */
export function addTest(program: Command): void {
  program
    .command("test [args...]")
    .description(
      "run all tests, or these files and fothers, on labs side by side; mocha gets all other arguments",
    )
    .option("--all", "run every case, not a sample of similar ones")
    .option("--keep", "keep the lab of a failed file")
    .option("--report <file>", "write the time and the result of each file as JSON")
    .passThroughOptions()
    .allowUnknownOption()
    .action(test);
}
