/** A property as it travels between engine and plugin: JSON, with secrets wrapped and unknowns as marks. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

// The protocol's own marks, from sdk/go/common/resource/sig and plugin/rpc.go of pulumi/pulumi.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS = new Set<Value>([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export function isObject(value: Value | undefined): value is Record<string, Value> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: Value | undefined): value is { value: Value } {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

/** The value as a secret; a secret stays as it is. */
export function secret(value: Value): Value {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** The value inside its secret, if it is one; not deeper. */
export function reveal(value: Value): Value {
  return isSecret(value) ? reveal(value.value) : value;
}

/** The value without secret marks and null properties at any depth; for use only, never to be stored or shown. */
export function revealAll(value: Value): Value {
  const bare = reveal(value);
  if (Array.isArray(bare)) return bare.map(revealAll);
  if (!isObject(bare)) return bare;
  const present = Object.entries(bare).filter(([, inner]) => inner !== null);
  return Object.fromEntries(present.map(([key, inner]) => [key, revealAll(inner)]));
}

export function isUnknown(value: Value): boolean {
  return UNKNOWNS.has(reveal(value));
}

export function containsUnknown(value: Value): boolean {
  const bare = reveal(value);
  if (Array.isArray(bare)) return bare.some(containsUnknown);
  if (isObject(bare)) return Object.values(bare).some(containsUnknown);
  return isUnknown(bare);
}

/** The value if it is text, and "" otherwise. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
