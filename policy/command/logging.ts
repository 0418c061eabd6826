import { commandLogging as rule, type LoggedCommand } from "../../model/command/rules/logging";
import { isCommand, recordOf } from "../documents";
import { judgement } from "../judgement";
import type { Registered } from "../registered";
import { printed } from "../shell/writtenFiles";
import { isSecret } from "./run";

export const logging = judgement(rule, {
  resource: loggedBy,
  wrong: {
    "a: remote.Command": { create: "tee /etc/keepalived/password", stdin: "pulumi.secret(...)" },
  },
  right: {
    "a: remote.Command": { create: "tee /etc/keepalived/password >/dev/null", stdin: "pulumi.secret(...)" },
  },
});

function loggedBy({ type, name, inputs: { values }, secrets }: Registered): LoggedCommand[] {
  if (!isCommand(type)) return [];
  const variables = Object.keys(recordOf(values["environment"]));
  const logs = streams(values["logging"]);
  if (logs.length === 0) return [];
  const secretStdin = isSecret("stdin", secrets);
  const secretVariables = variables.filter((variable) => isSecret(`environment.${variable}`, secrets));
  return ["create", "update"].flatMap((key) => {
    const text = values[key];
    if (typeof text !== "string") return [];
    return [
      {
        ...{ path: `${name}.logging (${key})`, text, logs },
        ...{ secretStdin, secretVariables, printed: secretsIn(text, secretStdin, secretVariables) },
      },
    ];
  });
}

/** The secrets that a script prints. Each is replaced by a mark, and the output is searched for the marks. */
function secretsIn(script: string, secretStdin: boolean, secretVariables: readonly string[]): string[] {
  const mark = (of: string): string => `<secret ${of}>`;
  const stdin = "its standard input";
  const output = printed(
    script,
    secretStdin ? mark(stdin) : undefined,
    new Map(secretVariables.map((name) => [name, mark(name)])),
  );
  return [...(secretStdin ? [stdin] : []), ...secretVariables].filter((of) => output.includes(mark(of)));
}

/** The streams that the command provider's `logging` shows: none, stdout, stderr or stdoutAndStderr (default). */
function streams(logging: unknown): LoggedCommand["logs"] {
  if (logging === "none") return [];
  return logging === "stdout" || logging === "stderr" ? [logging] : ["stdout", "stderr"];
}
