import { type Finding, printPath } from "./finding";

/** The place in `quorate:secrets` of a password that you encrypted in a group or in the load balancer. */
const passwords: readonly (readonly [place: RegExp, secret: (group: string) => readonly string[]])[] = [
  [/^vrrp\0([^\0]*)\0authPass(\0|$)/, (group) => ["authPass", group]],
  [/^haproxy\0stats\0auth\0password(\0|$)/, () => ["statsPassword"]],
];

/**
 * The encrypted values outside of `quorate:secrets`. `{secure: …}` stands for each, as in the stack's file. quorate has
 * no hole for them in its texts, so they would be in clear everywhere.
 */
export function misplacedSecrets(input: Readonly<Record<string, unknown>>): Finding[] {
  return Object.entries(input)
    .filter(([key]) => key !== "secrets")
    .flatMap(([key, value]) => encryptedPaths(value, [key]))
    .map((path) => ({
      code: "CONFIG_SECRET_MISPLACED",
      path: printPath(path),
      message: `has an encrypted value, and quorate would write it in clear to previews, the state and the nodes; ${remedy(path)}`,
    }));
}

/** The paths of the encrypted values in a part of the configuration, which begins at `path`. */
export function encryptedPaths(
  value: unknown,
  path: readonly PropertyKey[] = [],
): (readonly PropertyKey[])[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => encryptedPaths(item, [...path, index]));
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure" && typeof entries[0][1] === "string")
    return [path];
  return entries.flatMap(([key, item]) => encryptedPaths(item, [...path, key]));
}

function remedy(path: readonly PropertyKey[]): string {
  const place = path.map(String).join("\0");
  for (const [pattern, secret] of passwords) {
    const found = pattern.exec(place);
    if (found) return `run ${setting(secret(found[1] ?? ""))}, and write {secret: true} in its place`;
  }
  if (path.includes("raw"))
    return `write it in its line as {{secret:<name>}}, and run ${setting(["raw", "<name>"])}`;
  if (path[0] === "vrrp" && path[2] === "notify")
    return "write it in clear, and let the script read its secret from a file on the node";
  return `write it in clear; a password belongs in quorate:secrets: ${setting(["authPass", "<group>"])}, or ${setting(["statsPassword"])}`;
}

/** The command that sets a secret. Pulumi asks for the value, so no shell's history has it. */
function setting(secret: readonly string[]): string {
  const path = secret.map((key) => (/^[\w<>-]+$/.test(key) ? key : JSON.stringify(key))).join(".");
  return `pulumi config set --secret --path 'quorate:secrets.${path}'`;
}
