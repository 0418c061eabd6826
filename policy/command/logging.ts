import { commandLogging as rule, type LoggedCommand } from "../../model/rules/commandLogging";
import { isCommand, recordOf } from "../documents";
import { judgement } from "../judgement";
import type { Registered } from "../registered";
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
  return ["create", "update"].flatMap((key) => {
    const text = values[key];
    if (typeof text !== "string") return [];
    return [
      {
        ...{ path: `${name}.logging (${key})`, text, logs },
        secretStdin: isSecret("stdin", secrets),
        secretVariables: variables.filter((variable) => isSecret(`environment.${variable}`, secrets)),
      },
    ];
  });
}

/** The command provider's `logging`: none, stdout, stderr or, unless said, stdoutAndStderr. */
function streams(logging: unknown): LoggedCommand["logs"] {
  if (logging === "none") return [];
  return logging === "stdout" || logging === "stderr" ? [logging] : ["stdout", "stderr"];
}
