import { Listr, type ListrTask } from "listr2";

/** A step that takes a while: what it does, and how. */
export interface Step {
  title: string;
  /** @returns what the title becomes, when it has something to say */
  run: (report: (line: string) => void) => Promise<string | undefined>;
}

const interactive = process.stdout.isTTY && process.stdout.columns > 40 && process.env["CI"] === undefined;

/** How often a step says where it is, in milliseconds: always on a terminal, now and then in a log. */
const pauseMs = interactive ? 0 : 10_000;

/** Runs steps one after another with their progress: live on a terminal, as plain lines elsewhere. */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  let cause: unknown;
  const tasks = steps.map(({ title, run }): ListrTask => ({
    title,
    task: async (_, task) => {
      let told = Date.now();
      const result = await run((line) => {
        if (Date.now() - told < pauseMs) return;
        told = Date.now();
        task.output = line.trim();
      }).catch((error: unknown) => {
        cause = error;
        throw new Error("see below"); // main.ts prints the error, and it alone
      });
      if (result !== undefined) task.title = `${title}: ${result}`;
    },
  }));
  const list = new Listr(tasks, {
    registerSignalListeners: false, // interrupt.ts ends what runs
    renderer: interactive ? "default" : "simple",
    rendererOptions: { collapseErrors: false },
  });
  await list.run().catch((error: unknown) => {
    throw cause ?? error;
  });
}
