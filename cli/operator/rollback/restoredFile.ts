import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { isStructure } from "../configurationChanges";
import type { Configuration, Version } from "../versions";
import { restored } from "./restored";

/**
 * The text of a stack's file with a version's configuration.
 *
 * @param present the configuration in the file, with secrets
 * @param seal encrypts a value, as Pulumi keeps it in the file
 */
export function restoredFile(
  file: string,
  present: Configuration,
  { configuration, secretKeys }: Version,
  seal: (value: string) => object,
): string {
  const text = readFileSync(file, "utf8");
  const { config: written = {} } = parse(text) as { config?: Configuration };
  const wanted = Object.entries(configuration).map(([key, value]) => [
    key,
    secretKeys.includes(key) ? sealed(value, present[key], written[key], seal) : value,
  ]);
  const open = Object.keys(present).filter((key) => !secretKeys.includes(key));
  const there = { ...written, ...Object.fromEntries(open.map((key) => [key, present[key]])) };
  return restored(text, there, Object.fromEntries(wanted) as Configuration);
}

/** The value with each text encrypted. A text that didn't change keeps its encryption in the file. */
function sealed(
  wanted: unknown,
  present: unknown,
  written: unknown,
  seal: (value: string) => object,
): unknown {
  if (!isStructure(wanted))
    return isDeepStrictEqual(wanted, present) && written !== undefined ? written : seal(String(wanted));
  const part = (of: unknown, key: string): unknown => (isStructure(of) ? of[key] : undefined);
  return Object.fromEntries(
    Object.entries(wanted).map(([key, value]) => [
      key,
      sealed(value, part(present, key), part(written, key), seal),
    ]),
  );
}
