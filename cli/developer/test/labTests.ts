import { readFileSync } from "node:fs";
import { must, type Release, releases } from "../../../lab";
import { allEnded } from "./allEnded";
import { type Copy, copyOf, refresh } from "./copy";
import { labMocha, type LabMocha } from "./labMocha";
import { type LabFile, nextFile } from "./plan";
import type { FileReport } from "./report";
import { secondsOf } from "./seconds";

const config = "test/acceptance/.mocharc.json";

/** Reads a file's needs from its text: its hooks name the lab that they begin on. */
export function labFile(path: string): LabFile {
  const onStack = /\b(standardStack|noStack)\b/.test(readFileSync(path, "utf8"));
  return { path, onStack, seconds: secondsOf(path) };
}

/** Whether `npm run test:all` runs a file on the other release, too: the stack, and Proxmox VE's own tools. */
export const isOnBoth = ({ path, onStack }: LabFile): boolean =>
  onStack || /\/(ha|proxmox\w*)\.test\.ts$/.test(path);

export interface LabTests {
  readonly files: readonly LabFile[];
  /** Arguments for mocha. */
  readonly options: readonly string[];
  /** What the nodes of the labs are made of. */
  readonly release: Release;
  /** The number of labs side by side. */
  readonly labs: number;
  /** Whether the lab of a file that failed stays up. */
  readonly keep: boolean;
  readonly onEnd: (report: FileReport) => void;
}

/** Takes a copy's lab down in any state, also after an interruption. */
async function takeDown({ folder, lab }: Copy): Promise<void> {
  const script = 'require("./lab").down()';
  await must(["node", "--import", "tsx", "-e", script], { cwd: folder, env: { QUORATE_LAB: lab } });
}

/**
 * Runs files of tests, dealt out to labs side by side.
 * @throws the interruption, once the labs are down
 */
export async function labTests({ files, options, release, labs, keep, onEnd }: LabTests): Promise<void> {
  const left = [...files];
  const withStack = new Set<number>();
  let copies = 0;

  const start = (copy: Copy): LabMocha =>
    labMocha({
      args: ["--config", config, ...options],
      cwd: copy.folder,
      env: { QUORATE_LAB: copy.lab, QUORATE_RELEASE: release },
    });
  const titleOf = ({ path }: LabFile): string => (release === releases[0] ? path : `${path} (${release})`);

  /** Runs one lab's share of the files. A lab whose file failed gets no other file. */
  const work = async (): Promise<void> => {
    const number = ++copies;
    const copy = copyOf(number);
    refresh(copy);
    let tests = start(copy);
    let kept = false;
    try {
      for (;;) {
        const others = [...withStack].filter((other) => other !== number).length;
        const file = nextFile(left, withStack.has(number), others, labs);
        if (file === undefined) return;
        left.splice(left.indexOf(file), 1);
        if (file.onStack) withStack.add(number);
        else withStack.delete(number);
        const report = { ...(await tests.run(file.path)), file: titleOf(file), lab: number };
        const failed = report.failed > 0 || !report.whole;
        kept = failed && keep;
        const where = `its lab is kept: cd ${copy.folder} && QUORATE_LAB=${copy.lab} npm run lab -- ssh n1\n`;
        onEnd(kept ? { ...report, output: report.output + where } : report);
        if (kept) break;
        if (failed) {
          withStack.delete(number);
          await tests.end();
          await takeDown(copy);
          tests = start(copy);
        }
      }
    } finally {
      await tests.end().catch(() => undefined); // what ended it early is in the report, or thrown already
      if (!kept) await takeDown(copy);
    }
    withStack.delete(number);
    if (left.length > 0) await work();
  };
  await allEnded(Array.from({ length: Math.min(labs, files.length) }, work));
}
