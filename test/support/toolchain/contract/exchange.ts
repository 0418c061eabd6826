import { secret } from "../../../../toolchain/plugins/property";
import { last, quiet, type Row } from "./row";

/** Inputs and outputs of a command. */
export const exchange: Row[] = [
  {
    name: "the output is each stream without one last newline",
    operation: "create",
    inputs: { create: "printf 'a\\n\\n'; echo b >&2" },
    outputs: { stdout: "a\n", stderr: "b" },
  },
  {
    name: "no stdin is an empty one",
    operation: "create",
    inputs: { create: "cat; echo end" },
    outputs: { stdout: "end" },
  },
  {
    name: "stdin arrives whole",
    operation: "create",
    inputs: { create: "wc -c", stdin: "x".repeat(3_000_000) },
    outputs: { stdout: "3000000" },
  },
  {
    name: "a command that leaves much of its stdin unread fails",
    operation: "create",
    inputs: { create: "echo early", stdin: "x".repeat(3_000_000) },
    fails: /^EOF: running "echo early":\nearly\n$/,
  },
  {
    name: "much output is kept whole",
    operation: "create",
    inputs: { create: "head -c 3000000 /dev/zero | tr '\\0' x", logging: "none" },
    outputs: { stdout: "x".repeat(3_000_000) },
  },
  {
    name: "text beyond ASCII stays as it is",
    operation: "create",
    inputs: { create: "cat", stdin: "été €" },
    outputs: { stdout: "été €" },
  },
  {
    name: "secret inputs stay secret, plain ones plain",
    operation: "create",
    inputs: { create: "cat >/dev/null", stdin: secret("hidden") },
    outputs: { stdin: secret("hidden"), create: "cat >/dev/null", stdout: "" },
  },
  {
    name: "a secret command runs as what it is",
    operation: "create",
    inputs: { create: secret("echo hi") },
    outputs: { create: secret("echo hi"), stdout: "hi" },
  },
  {
    name: "a variable that the server takes",
    operation: "create",
    inputs: { create: "echo $QUORATE_X", environment: { QUORATE_X: secret("y") } },
    outputs: { stdout: "y" },
  },
  {
    name: "a variable that the server refuses stops the command",
    operation: "create",
    inputs: { create: "touch $MARK", environment: { NOPE: "1" } },
    fails: /^could not set environment variable "NOPE": ssh: setenv failed$/,
    logs: [/Unable to set 'NOPE'.*AcceptEnv/s],
    ran: false,
  },
  {
    name: "refused variables of the last output are warnings",
    operation: "update",
    inputs: { create: "x" },
    news: { create: "touch $MARK; echo [$PULUMI_COMMAND_STDOUT]" },
    state: last,
    outputs: { stdout: "[]" },
    logs: [/Unable to set 'PULUMI_COMMAND_STDOUT'/, /Unable to set 'PULUMI_COMMAND_STDERR'/, "[]"],
    ran: true,
  },
  {
    name: "addPreviousOutputInEnv: false sends no variable",
    operation: "update",
    inputs: { create: "x", ...quiet },
    news: { create: "echo hi" },
    state: last,
    logs: ["hi"],
  },
];
