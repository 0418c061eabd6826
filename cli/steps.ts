import { Listr, type ListrTask } from "listr2";

/** A long step: its title and its work. */
export interface Step {
  title: string;
  /** @returns an addition to the title, or undefined */
  run: (report: (line: string) => void) => Promise<string | undefined>;
}

const interactive = process.stdout.isTTY && process.stdout.columns > 40 && process.env["CI"] === undefined;

/** Milliseconds between two reports of a step: none on a terminal, ten seconds in a log. */
const pauseMs = interactive ? 0 : 10_000;

/** Runs steps one after another with their progress: live on a terminal, as plain lines elsewhere. */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  let cause: unknown;
  const tasks = steps.map(({ title, run }): ListrTask => ({
    title,
    task: async (_, task) => {
      let shown = Date.now();
      const result = await run((line) => {
        if (Date.now() - shown < pauseMs) return;
        shown = Date.now();
        task.output = line.trim();
      }).catch((error: unknown) => {
        cause = error;
        throw new Error("see below"); // main.ts prints the error, and it alone
      });
      if (result !== undefined) task.title = `${title}: ${result}`;
    },
  }));
  const list = new Listr(tasks, {
    registerSignalListeners: false, // interrupt.ts ends the running command
    renderer: interactive ? "default" : "simple",
    rendererOptions: { collapseErrors: false },
  });
  await list.run().catch((error: unknown) => {
    throw cause ?? error;
  });
}
