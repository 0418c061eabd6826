import { last, quiet, type Row } from "./row";

/** Reports of failed commands. */
export const failure: Row[] = [
  {
    name: "a failure tells the status, the command and all it wrote",
    operation: "create",
    inputs: { create: "echo a; sleep 0.1; echo 'b\"' >&2\nexit 3" },
    fails: /^Process exited with status 3: running "echo a; sleep 0.1; echo 'b\\"' >&2\\nexit 3":\na\nb"\n$/,
  },
  {
    name: "the command is quoted as Go's %q does it",
    operation: "create",
    inputs: { create: ": 'é\t\u0007\u0001\u007f\\'; exit 1" },
    fails: /running ": 'é\\t\\a\\x01\\x7f\\\\'; exit 1":/,
  },
  {
    name: "a command ended by a signal",
    operation: "create",
    inputs: { create: "kill -9 $$" },
    fails: /^Process exited with status 137 from signal KILL: running "kill -9 \$\$":\n$/,
  },
  {
    name: "a failed update is an error",
    operation: "update",
    inputs: { create: "true", ...quiet },
    news: { create: "exit 5" },
    state: last,
    fails: /^Process exited with status 5/,
  },
];
