import { randomInt } from "node:crypto";
import { hash } from "bcryptjs";
import type { Shape } from "../check";
import type { Failure } from "../provider";
import { secret, type Properties } from "../property";
import { generatedKind } from "./generated";
import { wholeNumber } from "./wholeNumber";

const fields: Shape["fields"] = {
  keepers: { type: "map of strings" },
  length: { type: "number", required: true },
  lower: { type: "boolean" },
  upper: { type: "boolean" },
  // `number` is the older name of `numeric`.
  number: { type: "boolean" },
  numeric: { type: "boolean" },
  special: { type: "boolean" },
  minLower: { type: "number" },
  minUpper: { type: "number" },
  minNumeric: { type: "number" },
  minSpecial: { type: "number" },
  overrideSpecial: { type: "string" },
};

const minimums = ["minLower", "minUpper", "minNumeric", "minSpecial"] as const;

function defaults(inputs: Properties): Properties {
  const numeric = inputs.numeric ?? inputs.number ?? true;
  const zeros = Object.fromEntries(minimums.map((name) => [name, 0]));
  return { lower: true, upper: true, number: numeric, numeric, special: true, ...zeros };
}

/** `random:RandomPassword`: `result` and `bcryptHash` are secrets. */
export const randomPassword = generatedKind({
  shape: { name: "RandomPassword", fields },
  defaults,
  outputs: ["result", "bcryptHash"],
  mistakes,
  async generate(inputs) {
    const result = generate(inputs);
    const bcryptHash = await hash(Buffer.from(result).subarray(0, 72).toString(), 10);
    return { id: "none", outputs: { result: secret(result), bcryptHash: secret(bcryptHash) } };
  },
});

/** `random:RandomString`, for texts that are no secret. */
export const randomString = generatedKind({
  shape: { name: "RandomString", fields },
  defaults,
  outputs: ["result"],
  mistakes,
  generate(inputs) {
    const result = generate(inputs);
    return { id: result, outputs: { result } };
  },
});

interface CharacterClass {
  characters: string;
  allowed: boolean;
  minimum: number;
}

function classes(inputs: Properties): CharacterClass[] {
  const special =
    typeof inputs.overrideSpecial === "string" && inputs.overrideSpecial !== ""
      ? inputs.overrideSpecial
      : "!@#$%&*()-_=+[]{}<>:?";
  const of = (characters: string, allowed: unknown, minimum: unknown): CharacterClass => ({
    characters,
    allowed: allowed === true,
    minimum: Number(minimum),
  });
  return [
    of("abcdefghijklmnopqrstuvwxyz", inputs.lower, inputs.minLower),
    of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", inputs.upper, inputs.minUpper),
    of("0123456789", inputs.numeric, inputs.minNumeric),
    of(special, inputs.special, inputs.minSpecial),
  ];
}

/** Mistakes, in the official plugin's words; that plugin crashes on a minimum below 0. */
function mistakes(inputs: Properties): Failure[] {
  const numbers = [
    ...wholeNumber(inputs, "length", 1),
    ...minimums.flatMap((name) => wholeNumber(inputs, name, 0)),
  ];
  if (numbers.length > 0) return numbers;
  const found = (property: string, reason: string): Failure[] => [{ property, reason }];
  const length = Number(inputs.length);
  if (classes(inputs).reduce((sum, { minimum }) => sum + minimum, 0) > length) {
    const sum = "min_upper + min_lower + min_numeric + min_special";
    return found("length", `Attribute length value must be at least sum of ${sum}, got: ${String(length)}`);
  }
  if (inputs.number !== inputs.numeric) {
    const reason = "Number and numeric are both configured with different values";
    return found("number", `${reason} - Number is deprecated, use numeric instead`);
  }
  if (classes(inputs).every(({ allowed }) => !allowed)) {
    const reason = "At least one attribute out of [special,upper,lower,numeric] must be specified as true";
    return found("lower", reason);
  }
  return [];
}

/** A minimum also holds for a class that the rest of the text may not use. */
function generate(inputs: Properties): string {
  const all = classes(inputs);
  const any = all.flatMap(({ characters, allowed }) => (allowed ? [characters] : [])).join("");
  const required = all.flatMap(({ characters, minimum }) => pick(characters, minimum));
  const rest = pick(any, Number(inputs.length) - required.length);
  return shuffle([...required, ...rest]).join("");
}

function pick(characters: string, count: number): string[] {
  const from = Array.from(characters);
  return Array.from({ length: from.length === 0 ? 0 : count }, () => from[randomInt(from.length)] ?? "");
}

function shuffle(items: string[]): string[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [items[i], items[j]] = [items[j] ?? "", items[i] ?? ""];
  }
  return items;
}
