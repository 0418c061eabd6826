import { createHash, randomInt } from "node:crypto";

/** How to draw a sample from many similar cases. */
export interface Sweep<T> {
  /** The sample has each kind at least once. */
  kindOf: (one: T) => string;
  /** Number of cases in the sample; more if there are more kinds. */
  count: number;
  /** The same seed draws the same sample; default: the test command's. */
  seed?: number;
}

/** Whether all cases must run: `npm run test:all`. */
export const everyCase = (): boolean => process.env["QUORATE_ALL"] === "1";

function draw(): number {
  const seed = randomInt(1_000_000);
  console.log(`SEED=${String(seed)}`);
  return seed;
}

let drawn: number | undefined;

/** The test command's SEED. Without it, mocha draws and prints one. */
function givenSeed(): number {
  const given = process.env["SEED"];
  if (given === undefined) return (drawn ??= draw());
  if (!/^\d+$/.test(given)) throw new Error(`SEED is a number, and not "${given}"`);
  return Number(given);
}

/** One case of each kind and a random rest, in the order of the cases; all cases with QUORATE_ALL=1. */
export function sample<T>(
  cases: readonly T[],
  { kindOf, count, seed = givenSeed() }: Readonly<Sweep<T>>,
): T[] {
  if (everyCase()) return [...cases];
  const lots = cases.map((one, index) => {
    const lot = createHash("sha256")
      .update(`${String(seed)} ${String(index)}`)
      .digest("hex");
    return { index, lot, kind: kindOf(one) };
  });
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1));
  const ofEachKind = new Map(lots.map(({ kind, index }) => [kind, index]));
  const order = [...new Set([...ofEachKind.values(), ...lots.map(({ index }) => index)])];
  const taken = new Set(order.slice(0, Math.max(count, ofEachKind.size)));
  return cases.filter((_, index) => taken.has(index));
}
