import { isDeepStrictEqual } from "node:util";
import { containsUnknown, isObject, isSecret, type Properties, type Value } from "./property";

export type Change = "add" | "delete" | "update";

/**
 * The differences between the last inputs and the new ones, by property path (`connection.host`, `triggers[0]`). A
 * value that becomes a secret, or stops being one, is an update too: Pulumi must store it again.
 */
export function changes(olds: Properties, news: Properties): Map<string, Change> {
  const found = new Map<string, Change>();
  compareObjects("", olds, news, found);
  return found;
}

function compareObjects(path: string, olds: Properties, news: Properties, found: Map<string, Change>): void {
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    // `__defaults` and the like are the official plugins' own notes.
    if (key.startsWith("__")) continue;
    compare(join(path, key), olds[key], news[key], found);
  }
}

function compare(
  path: string,
  old: Value | undefined,
  now: Value | undefined,
  found: Map<string, Change>,
): void {
  if (now === undefined || now === null) {
    if (old !== undefined && old !== null) found.set(path, "delete");
  } else if (old === undefined || old === null) {
    found.set(path, "add");
  } else if (isSecret(old) || isSecret(now)) {
    // The diff shows a secret as a whole, never the part that changed.
    if (!isDeepStrictEqual(old, now)) found.set(path, "update");
  } else {
    compareBare(path, old, now, found);
  }
}

function compareBare(path: string, old: Value, now: Value, found: Map<string, Change>): void {
  if (isObject(old) && isObject(now)) {
    compareObjects(path, old, now, found);
  } else if (Array.isArray(old) && Array.isArray(now)) {
    for (let i = 0; i < Math.max(old.length, now.length); i++) {
      compare(`${path}[${String(i)}]`, old[i], now[i], found);
    }
  } else if (containsUnknown(now) || !isDeepStrictEqual(old, now)) {
    found.set(path, "update");
  }
}

function join(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
