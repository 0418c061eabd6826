import type { Row } from "./row";

/** Messages during a command. */
export const logging: Row[] = [
  {
    name: "both streams are shown line by line",
    operation: "create",
    inputs: { create: "echo a; sleep 0.1; echo b >&2; sleep 0.1; printf c" },
    logs: ["a", "b", "c"],
  },
  {
    name: "logging: stdout",
    operation: "create",
    inputs: { create: "echo a; echo b >&2", logging: "stdout" },
    outputs: { stderr: "b" },
    logs: ["a"],
  },
  {
    name: "logging: stderr",
    operation: "create",
    inputs: { create: "echo a; echo b >&2", logging: "stderr" },
    outputs: { stdout: "a" },
    logs: ["b"],
  },
  {
    name: "logging: none",
    operation: "create",
    inputs: { create: "echo a; echo b >&2", logging: "none" },
    outputs: { stdout: "a", stderr: "b" },
    logs: [],
  },
  {
    name: "logging: stdoutAndStderr",
    operation: "create",
    inputs: { create: "echo a", logging: "stdoutAndStderr" },
    logs: ["a"],
  },
];
