import * as pulumi from "@pulumi/pulumi";
import { readStackFile, stackFile } from "./cli/operator/stackFile";
import type { ConfigurationInput } from "./model";
import { encryptedPaths } from "./model/misplaced";

const prefix = "quorate:";

/** Whether Pulumi has decrypted anything in the value of `key`. The SDK's types lack this function of its runtime. */
function isEncrypted(key: string): boolean {
  const runtime = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };
  return runtime.isConfigSecret(prefix + key);
}

/**
 * The stack's configuration by key. `{secure: …}` stands for an encrypted value, as in the stack's file. Pulumi tells
 * only the key that has it, so it stands for the whole key if the stack's file doesn't show the place.
 */
export function readConfiguration(): ConfigurationInput {
  const given = Object.entries(pulumi.runtime.allConfig()).filter(([name]) => name.startsWith(prefix));
  const input = given.map(([name, text]) => {
    const key = name.slice(prefix.length);
    if (key === "secrets") return [key, withoutValues(structureOf(text))] as const;
    return [key, isEncrypted(key) ? asWritten(key) : structureOf(text)] as const;
  });
  return { cluster: undefined, ...Object.fromEntries(input) };
}

/**
 * The password at a path in `quorate:secrets`: a secret, or a plain text if it isn't encrypted.
 * @throws RunError if it isn't set
 */
export function password(...path: readonly string[]): pulumi.Input<string> {
  const all = structureOf(pulumi.runtime.getConfig(`${prefix}secrets`) ?? "{}");
  const value = path.reduce<unknown>(
    (part, key) => (part as Record<string, unknown> | undefined)?.[key],
    all,
  );
  if (typeof value === "string") return isEncrypted("secrets") ? pulumi.secret(value) : value;
  const name = path.join(".");
  throw new pulumi.RunError(
    `the secret ${name} is not set; run: pulumi config set --secret --path quorate:secrets.${name}`,
  );
}

/** Pulumi passes a structure as JSON. Its SDK would print another text in an error, also a secret one. */
function structureOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A structure with `{secure: …}` in place of each value. */
function withoutValues(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { secure: "" };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutValues(part)]));
}

/** The value of `key` in the stack's file, if it has an encrypted value there. You may have named another file. */
function asWritten(key: string): unknown {
  try {
    const written = readStackFile(stackFile(pulumi.getRootDirectory(), pulumi.getStack()))[key];
    if (encryptedPaths(written).length > 0) return written;
  } catch {
    // There is no file that could be read.
  }
  return { secure: "" };
}
