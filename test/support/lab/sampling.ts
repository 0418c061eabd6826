import { type Sample, sample } from "../../../lab";
import { nodes } from "./probes";

/** Who held which addresses, ten times a second, while something happened. */
export async function sampled(action: () => Promise<unknown>): Promise<Sample[]> {
  const sampling = await sample(nodes);
  let samples: Sample[] = [];
  try {
    await action();
  } finally {
    samples = await sampling.stop();
  }
  return samples;
}

/** How an address fared in some samples. */
export interface Continuity {
  /** The largest number of nodes that had it at once. */
  atOnce: number;
  /**
   * Milliseconds for which nobody had it, on either side up to a sample's distance more. What a sample came later than
   * that is the sampler's, not the gap's.
   */
  gapMs: number;
  /** Who had it, one after the other. */
  holders: string[];
}

/** The longest that a sample on time is away from the one before. */
const distanceMs = 150;

/** The lengths of the times with no holder. */
function gaps(seen: readonly { time: number; by: readonly string[] }[]): number[] {
  const found: number[] = [];
  let before: number | undefined; // the sample before the one that is looked at
  let length: number | undefined;
  for (const { time, by } of seen) {
    const step = Math.min(distanceMs, time - (before ?? time));
    if (by.length > 0) {
      if (length !== undefined) found.push(length + step);
      length = undefined;
    } else length = length === undefined ? step : length + time - (before ?? time);
    before = time;
  }
  return length === undefined ? found : [...found, length];
}

export function continuity(samples: readonly Sample[], address: string): Continuity {
  const seen = samples.map(({ time, addresses }) => ({
    time,
    by: Object.keys(addresses).filter((node) => addresses[node]?.includes(address)),
  }));
  const holders = seen.filter(({ by }) => by.length > 0).map(({ by }) => by.join("+"));
  return {
    atOnce: Math.max(0, ...seen.map(({ by }) => by.length)),
    gapMs: Math.max(0, ...gaps(seen)),
    holders: holders.filter((by, index) => by !== holders[index - 1]),
  };
}

/**
 * Measures up to three times, until it was less than a bound: a machine that was busy once has rarely been so at each of
 * the three, a program that's slow is so each time. Only for speed, never for what must not happen at all.
 */
export async function quickerThan(
  boundMs: number,
  what: string,
  measure: () => Promise<number>,
): Promise<void> {
  const measured: number[] = [];
  while (measured.length < 3) {
    measured.push(Math.round(await measure()));
    if ((measured.at(-1) ?? Infinity) < boundMs) return;
  }
  throw new Error(`${what}: ${measured.join(", ")} ms, never less than ${boundMs}`);
}
