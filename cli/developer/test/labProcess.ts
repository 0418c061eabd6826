/**
 * Runs files of tests one after another in one process, so that all they load stays loaded. Each line of standard input
 * names a file. After a file's output it prints a line with the result. Its arguments are mocha's.
 */
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import Mocha from "mocha";
import { resultOf } from "./reporter";
import { resultLine } from "./resultLine";

/** Mocha's public function to read arguments and the file of `--config`, which its types lack. */
const { loadOptions } = createRequire(__filename)("mocha/lib/cli/options.cjs") as {
  loadOptions: (argv: readonly string[]) => Mocha.MochaOptions;
};

async function run(file: string): Promise<void> {
  const mocha = new Mocha(loadOptions(process.argv.slice(2)));
  mocha.addFile(file);
  await mocha.loadFilesAsync();
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const started = mocha.run(() => resolve(started));
  });
  console.log(resultLine(resultOf(runner)));
}

async function runAll(): Promise<void> {
  for await (const file of createInterface(process.stdin)) await run(file);
  process.exit();
}

void runAll();
