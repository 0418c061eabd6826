import type { Rule } from "../../rule";

/** A command that may print secrets into Pulumi's log. */
export interface LoggedCommand {
  readonly path: string;
  readonly text: string;
  /** The streams that Pulumi shows while the command runs. */
  readonly logs: readonly ("stdout" | "stderr")[];
  readonly secretStdin: boolean;
  /** Environment variables with secret values. */
  readonly secretVariables: readonly string[];
  /** The secrets that the command copies to its standard output. */
  readonly printed: readonly string[];
}

/** The command provider's `logging` (default: stdoutAndStderr) prints output while the command runs. */
export const commandLogging: Rule<LoggedCommand> = {
  name: "command-logging",
  title: "A command that prints a secret must not be logged",
  why:
    "`logging` is stdoutAndStderr by default: Pulumi shows a command's output at once, in clear, in every " +
    "log of the pipeline. `tee` and `cat` repeat their standard input, `set -x` every line with its " +
    "values, `env` all variables.",
  judge(commands) {
    return commands.flatMap((command) => {
      const { path, logs } = command;
      const printer = printers(command).find(({ stream }) => logs.includes(stream));
      if (printer === undefined) return [];
      const message = `would show a secret in the log, because ${printer.what}; write logging: "none" (or "${printer.stream === "stdout" ? "stderr" : "stdout"}"), or send that output to /dev/null`;
      return [{ path, message }];
    });
  },
};

interface Printer {
  readonly what: string;
  readonly stream: "stdout" | "stderr";
}

function printers({ text, secretStdin, secretVariables, printed }: LoggedCommand): Printer[] {
  if (!secretStdin && secretVariables.length === 0) return [];
  const traced = /(^|[;&|\s])set\s+-\w*x|\bsh\s+-\w*x/m.test(text);
  const listed =
    secretVariables.length > 0 &&
    /(?:^|[;&|({]|\bsudo(?:\s+-\S+)*)\s*(env|printenv|export\s+-p)\s*($|[;&)}])/m.test(text);
  return [
    ...(traced ? [{ what: "set -x repeats every line", stream: "stderr" as const }] : []),
    ...(listed ? [{ what: "env prints all variables", stream: "stdout" as const }] : []),
    ...printed.map((secret) => ({ what: `it prints ${secret}`, stream: "stdout" as const })),
  ];
}
