import type { Context } from "../provider";
import { text, type Properties } from "../property";
import { checkInputs, type Shape } from "../check";
import { loggedStreams, Recording, type Output } from "./output";
import { commandKind } from "./lifecycle";
import { connect, type Connection } from "./connection";
import { execute } from "./session";

const endpoint: Shape["fields"] = {
  user: { type: "string", default: "root" },
  password: { type: "string", secret: true },
  host: { type: "string", required: true },
  port: { type: "number", default: 22 },
  privateKey: { type: "string", secret: true },
  privateKeyPassword: { type: "string", secret: true },
  agentSocketPath: { type: "string" },
  dialErrorLimit: { type: "number", default: 10 },
  perDialTimeout: { type: "number", default: 15 },
  hostKey: { type: "string" },
};

const proxy: Shape = { name: "remote.ProxyConnection", fields: endpoint };

const shape: Shape = {
  name: "remote.CommandInputs",
  fields: {
    connection: {
      type: { name: "remote.Connection", fields: { ...endpoint, proxy: { type: proxy } } },
      required: true,
      secret: true,
    },
    create: { type: "string" },
    update: { type: "string" },
    delete: { type: "string" },
    triggers: { type: "list" },
    stdin: { type: "string" },
    environment: { type: "map of strings" },
    logging: { type: "string" },
    addPreviousOutputInEnv: { type: "boolean" },
  },
};

/** `command:remote:Command`: a command over SSH, on a connection of its own that ends with it. */
export const remoteCommand = commandKind((news) => checkInputs(shape, news), run);

async function run(command: string, properties: Properties, context: Context): Promise<Output> {
  const { connection, environment, stdin, logging, addPreviousOutputInEnv, stdout, stderr } = properties;
  const link = await connect(connection as unknown as Connection, context);
  try {
    const recording = new Recording(context.log, loggedStreams(logging));
    const previous =
      addPreviousOutputInEnv === false
        ? {}
        : { PULUMI_COMMAND_STDOUT: text(stdout), PULUMI_COMMAND_STDERR: text(stderr) };
    const ending = await execute(link.client, {
      command,
      environment: (environment ?? {}) as Record<string, string>,
      optionalEnvironment: previous,
      stdin: text(stdin),
      recording,
      context,
    }).finally(() => recording.end());
    if (ending !== "") throw recording.failure(ending, command);
    return recording.output();
  } finally {
    link.close();
  }
}
