import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Context } from "../provider";
import { revealAll, text, type Properties } from "../property";
import { checkInputs, type Shape } from "../check";
import { commandKind } from "./lifecycle";
import { loggedStreams, Recording, type Output } from "./output";

const noFiles =
  "The stand-in for the command plugin returns no files; read them in the program, or install the Pulumi CLI (toolchain/README.md)";

const common: Shape["fields"] = {
  stdin: { type: "string" },
  logging: { type: "string" },
  interpreter: { type: "list of strings" },
  dir: { type: "string" },
  environment: { type: "map of strings" },
  assetPaths: { type: "list of strings", missing: noFiles },
  archivePaths: { type: "list of strings", missing: noFiles },
  addPreviousOutputInEnv: { type: "boolean" },
};

const shape: Shape = {
  name: "local.CommandInputs",
  fields: {
    ...common,
    create: { type: "string" },
    update: { type: "string" },
    delete: { type: "string" },
    triggers: { type: "list" },
  },
};

const runShape: Shape = {
  name: "local.RunInputs",
  fields: { ...common, command: { type: "string", required: true } },
};

/** `command:local:Command`: a command on this machine. */
export const localCommand = commandKind((news) => checkInputs(shape, news), run);

/** `command:local:run`: a command on this machine, in every preview and update. */
export async function runLocally(args: Properties, context: Context): Promise<Properties> {
  const { inputs, failures } = checkInputs(runShape, args);
  if (failures[0]) throw new Error(failures.map(({ reason }) => reason).join("; "));
  const bare = revealAll(inputs) as Properties;
  return { ...inputs, ...(await run(text(bare.command), bare, context)) };
}

async function run(command: string, properties: Properties, context: Context): Promise<Output> {
  const { interpreter, dir, environment, stdin, logging, addPreviousOutputInEnv, stdout, stderr } =
    properties;
  const [program = "", ...args] = given(interpreter);
  const previous = addPreviousOutputInEnv === false ? {} : withoutEmpty(stdout, stderr);
  const recording = new Recording(context.log, loggedStreams(logging));
  const cwd = typeof dir === "string" ? dir : process.cwd();
  if (!existsSync(cwd)) throw recording.failure(`chdir ${cwd}: no such file or directory`, command);
  const child = spawn(program, [...args, command], {
    cwd,
    env: { ...process.env, ...(environment as NodeJS.ProcessEnv | undefined), ...previous },
    signal: context.signal,
  });
  child.stdout.on("data", (data: Buffer) => {
    recording.add("stdout", data);
  });
  child.stderr.on("data", (data: Buffer) => {
    recording.add("stderr", data);
  });
  // A command may end before it has read all its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(text(stdin));
  const ending = await new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("close", (code, signal) => {
      resolve(signal ? `signal: ${signal}` : code === 0 ? "" : `exit status ${String(code)}`);
    });
  });
  await recording.end();
  if (ending !== "") throw recording.failure(ending, command);
  return recording.output();
}

function given(interpreter: unknown): string[] {
  return Array.isArray(interpreter) && interpreter.length > 0 ? (interpreter as string[]) : ["/bin/sh", "-c"];
}

function withoutEmpty(stdout: unknown, stderr: unknown): NodeJS.ProcessEnv {
  return {
    ...(stdout ? { PULUMI_COMMAND_STDOUT: text(stdout) } : {}),
    ...(stderr ? { PULUMI_COMMAND_STDERR: text(stderr) } : {}),
  };
}
