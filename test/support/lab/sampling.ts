import { type Sample, sample } from "../../../lab";
import { nodes } from "./probes";

/** Samples the addresses of all nodes ten times a second while `action` runs. */
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

/** The holders of an address in some samples. */
export interface Continuity {
  /** The largest number of nodes with the address at once. */
  atOnce: number;
  /**
   * The longest time in milliseconds without a holder, up to one sample's distance too long on either side.
   * A late sample doesn't lengthen the gap beyond that distance.
   */
  gapMs: number;
  /** The holders, one after the other. */
  holders: string[];
}

/** The longest time in milliseconds between two samples on time. */
const distanceMs = 150;

/** The lengths in milliseconds of all times without a holder. */
function gaps(seen: readonly { time: number; by: readonly string[] }[]): number[] {
  const found: number[] = [];
  let before: number | undefined; // time of the previous sample
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
 * Measures up to three times, until a time is below the bound. A slow program is slow each time, but a machine is
 * rarely busy three times. Only for speed, never for events that must not happen at all.
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
