import { randomInt } from "node:crypto";
import { hash } from "bcryptjs";
import type { Shape } from "../check";
import type { Failure } from "../provider";
import { secret, type Properties } from "../property";
import { generatedKind } from "./generated";

const fields: Shape["fields"] = {
  keepers: { type: "map of strings" },
  length: { type: "number", required: true },
  lower: { type: "boolean", default: true },
  upper: { type: "boolean", default: true },
  // `number` is the older name of `numeric`.
  number: { type: "boolean" },
  numeric: { type: "boolean" },
  special: { type: "boolean", default: true },
  minLower: { type: "number", default: 0 },
  minUpper: { type: "number", default: 0 },
  minNumeric: { type: "number", default: 0 },
  minSpecial: { type: "number", default: 0 },
  overrideSpecial: { type: "string" },
};

/** `random:RandomPassword`: `result` and `bcryptHash` are secrets. */
export const randomPassword = generatedKind(
  { name: "RandomPassword", fields },
  ["result", "bcryptHash"],
  mistakes,
  async (inputs) => {
    const result = generate(inputs);
    const bcryptHash = await hash(Buffer.from(result).subarray(0, 72).toString(), 10);
    return { id: "none", outputs: { result: secret(result), bcryptHash: secret(bcryptHash) } };
  },
);

/** `random:RandomString`, for what is no secret. */
export const randomString = generatedKind(
  { name: "RandomString", fields },
  ["result"],
  mistakes,
  (inputs) => {
    const result = generate(inputs);
    return { id: result, outputs: { result } };
  },
);

interface CharacterClass {
  characters: string;
  minimum: number;
}

function classes(inputs: Properties): CharacterClass[] {
  const numeric = inputs.numeric ?? inputs.number ?? true;
  const special =
    typeof inputs.overrideSpecial === "string" && inputs.overrideSpecial !== ""
      ? inputs.overrideSpecial
      : "!@#$%&*()-_=+[]{}<>:?";
  return [
    { characters: inputs.lower ? "abcdefghijklmnopqrstuvwxyz" : "", minimum: Number(inputs.minLower) },
    { characters: inputs.upper ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "", minimum: Number(inputs.minUpper) },
    { characters: numeric ? "0123456789" : "", minimum: Number(inputs.minNumeric) },
    { characters: inputs.special ? special : "", minimum: Number(inputs.minSpecial) },
  ];
}

function mistakes(inputs: Properties): Failure[] {
  const length = Number(inputs.length);
  const minimum = classes(inputs).reduce((sum, { minimum }) => sum + minimum, 0);
  if (!Number.isInteger(length) || length < 1) {
    return [
      { property: "length", reason: `length is ${String(length)}; it must be a whole number, at least 1` },
    ];
  }
  if (minimum > length) {
    const reason = `length is ${String(length)}, less than minLower + minUpper + minNumeric + minSpecial = ${String(minimum)}`;
    return [{ property: "length", reason }];
  }
  if (classes(inputs).every(({ characters }) => characters === "")) {
    return [
      { property: "lower", reason: "lower, upper, numeric and special are all false; allow at least one" },
    ];
  }
  return [];
}

function generate(inputs: Properties): string {
  const all = classes(inputs);
  const any = all.map(({ characters }) => characters).join("");
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
