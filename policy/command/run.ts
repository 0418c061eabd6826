import type { CommandText } from "../../model/command/rules/secrets";
import { isCommand, recordOf } from "../documents";
import type { Registered } from "../registered";

/** The inputs that a command runs or passes on, without standard input: secrets belong there. */
export function textsOf({ type, name, inputs: { values }, secrets }: Registered): CommandText[] {
  if (!isCommand(type)) return [];
  const environment = Object.entries(recordOf(values["environment"]));
  const inputs = [
    ...["create", "update", "delete"].map((key) => [key, values[key]] as const),
    ...environment.map(([variable, value]) => [`environment.${variable}`, value] as const),
  ];
  const known = inputs.flatMap(([path, text]) =>
    typeof text === "string" ? [{ path: `${name}.${path}`, text, secret: isSecret(path, secrets) }] : [],
  );
  // A secret's value may not be known yet.
  const unknown = [...(secrets ?? [])].filter(
    (path) =>
      /^(create|update|delete|environment(\..+)?)$/.test(path) &&
      !inputs.some(([input, text]) => input === path && typeof text === "string"),
  );
  return [...known, ...unknown.map((path) => ({ path: `${name}.${path}`, text: "", secret: true }))];
}

/** Whether an input, or the value around it, is a secret. */
export function isSecret(path: string, secrets: ReadonlySet<string> | undefined): boolean {
  return [...(secrets ?? [])].some((secret) => path === secret || path.startsWith(`${secret}.`));
}
