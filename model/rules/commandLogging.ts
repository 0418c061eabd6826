import type { Rule } from "./rule";

/** A command that knows secrets, and what becomes of its output. */
export interface LoggedCommand {
  readonly path: string;
  readonly text: string;
  /** Which of the two streams are shown as they come. */
  readonly logs: readonly ("stdout" | "stderr")[];
  readonly secretStdin: boolean;
  /** Variables of the environment whose values are secrets. */
  readonly secretVariables: readonly string[];
}

/** `logging` of the command provider is stdoutAndStderr unless said, and prints while the command runs. */
export const commandLogging: Rule<LoggedCommand> = {
  code: "COMMAND_LOGGING_SECRET",
  policy: "command-logging",
  title: "A command that prints a secret isn't logged",
  why:
    "`logging` is stdoutAndStderr unless said: what a command prints is shown as it comes, in clear, in every log " +
    "of the pipeline. `tee` and `cat` repeat their standard input, `set -x` every line with its values, `env` all " +
    "variables.",
  judge(commands) {
    return commands.flatMap(({ path, text, logs, secretStdin, secretVariables }) => {
      const printer = printers(secretStdin, secretVariables).find(
        ({ stream, pattern }) => logs.includes(stream) && pattern.test(text),
      );
      if (printer === undefined) return [];
      const message = `would show a secret, as ${printer.what}; write logging: "none" (or "${printer.stream === "stdout" ? "stderr" : "stdout"}"), or send that output to /dev/null`;
      return [{ code: this.code, path, message }];
    });
  },
};

interface Printer {
  readonly what: string;
  readonly stream: "stdout" | "stderr";
  readonly pattern: RegExp;
}

/** Where a command may stand: at the beginning of a line or after another one. */
const start = String.raw`(?:^|[;&|({]|\bsudo(?:\s+-\S+)*)\s*`;

function printers(secretStdin: boolean, variables: readonly string[]): Printer[] {
  const known = variables.length > 0 || secretStdin;
  return [
    ...(known
      ? [
          {
            what: "set -x repeats every line",
            stream: "stderr" as const,
            pattern: /(^|[;&|\s])set\s+-\w*x|\bsh\s+-\w*x/m,
          },
        ]
      : []),
    ...(secretStdin
      ? [
          {
            what: "tee repeats its standard input",
            stream: "stdout" as const,
            pattern: new RegExp(`${start}tee\\b(?![^\\n;&|]*>)`, "m"),
          },
          {
            what: "cat repeats its standard input",
            stream: "stdout" as const,
            pattern: new RegExp(`${start}cat\\s*(-\\s*)?($|[;&)}])`, "m"),
          },
        ]
      : []),
    ...(variables.length > 0
      ? [
          {
            what: "env prints all variables",
            stream: "stdout" as const,
            pattern: new RegExp(`${start}(env|printenv|export\\s+-p)\\s*($|[;&)}])`, "m"),
          },
        ]
      : []),
    ...variables.map((name) => ({
      what: `echo prints ${name}`,
      stream: "stdout" as const,
      pattern: new RegExp(`${start}(echo|printf)\\b[^\\n;&|>]*\\$\\{?${name}\\b[^\\n;&|>]*($|[;&])`, "m"),
    })),
  ];
}
