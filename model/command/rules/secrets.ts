import type { Rule } from "../../rule";

/** One input of a command: create, update, delete, or an environment variable. */
export interface CommandText {
  readonly path: string;
  readonly text: string;
  /** Whether Pulumi marks the input as a secret. */
  readonly secret: boolean;
}

/**
 * Passwords and keys in a text. A value that begins with $, {, <, @, % or * is a placeholder, one with / a file's path.
 */
const patterns: Readonly<Record<string, RegExp>> = {
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  "a password on sshpass's command line": /\bsshpass\s+-p\s*['"]?[^\s$'"{<@%]/,
  "a password for chpasswd": /\becho\s+['"]?[\w-]+:[^\s$'"{<@%]+['"]?\s*\|\s*(sudo\s+)?chpasswd/,
  "a login in an address": /\b[a-z]+:\/\/[^\s/:@$]+:[^\s/@${<]+@/,
  "the login of a statistics page": /^\s*stats\s+auth\s+['"]?[^\s:]+:[^\s$'"{<@%]/m,
  "a password":
    /(?<!\{\{)\b(password|passphrase|secret|api[_-]?token|api[_-]?key)\b\s*[=:]\s*(?!["']?(true|false|yes|no|none|null)\b)['"]?[^\s$'"{<@%*/]{4,}/i,
};

/**
 * A failed command is printed in clear, secrets included. A secret inside hides the whole command from every preview.
 */
export const commandSecrets: Rule<CommandText> = {
  name: "command-secrets",
  title: "Secrets must reach a command on standard input alone",
  why:
    "A failure prints the whole command in clear, secrets included. Until then, a secret in `create` hides " +
    "the whole command as [secret] in every preview. Every user of the node reads it in the list of " +
    "processes. A secret in the environment needs AcceptEnv, and /proc shows it. A value that isn't marked " +
    "as a secret is in the state as well. quorate searches texts for passwords and keys. It sees Pulumi's " +
    "secrets as long as the policy `inputs` has its level `remediate`.",
  judge(texts) {
    return texts.flatMap(({ path, text, secret }) => {
      const found = secret ? "a secret" : seen(text);
      if (found === undefined) return [];
      const message = `has ${found} in it, which a failure prints in clear; read it on the machine from stdin: stdin: pulumi.secret(...)`;
      return [{ path, message }];
    });
  },
};

function seen(text: string): string | undefined {
  return Object.entries(patterns).find(([, pattern]) => pattern.test(text))?.[0];
}
