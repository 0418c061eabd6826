import type { Properties } from "../property";
import type { Failure } from "../provider";

/** The mistake of a number that must be whole and at least `least`, in the official plugin's words. */
export function wholeNumber(inputs: Properties, property: string, least = -Infinity): Failure[] {
  const value = Number(inputs[property]);
  if (!Number.isInteger(value))
    return [{ property, reason: `Attribute ${property}: Value ${String(value)} is not an integer` }];
  if (value >= least) return [];
  const reason = `Attribute ${property} value must be at least ${String(least)}, got: ${String(value)}`;
  return [{ property, reason }];
}
