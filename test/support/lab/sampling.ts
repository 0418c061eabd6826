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
  /** Milliseconds for which nobody may have had it: from the last sample with it to the next. */
  gapMs: number;
  /** Who had it, one after the other. */
  holders: string[];
}

export function continuity(samples: readonly Sample[], address: string): Continuity {
  const seen = samples.map(({ time, addresses }) => ({
    time,
    by: Object.keys(addresses).filter((node) => addresses[node]?.includes(address)),
  }));
  const held = seen.filter(({ by }) => by.length > 0);
  const bounds = [seen[0], ...held, seen.at(-1)].flatMap((sample) => sample?.time ?? []);
  const hasGap = (index: number): boolean =>
    seen.some(
      ({ time, by }) => by.length === 0 && time >= (bounds[index] ?? 0) && time <= (bounds[index + 1] ?? 0),
    );
  const gaps = bounds.slice(1).map((time, index) => (hasGap(index) ? time - (bounds[index] ?? 0) : 0));
  const holders = held.map(({ by }) => by.join("+"));
  return {
    atOnce: Math.max(0, ...seen.map(({ by }) => by.length)),
    gapMs: Math.max(0, ...gaps),
    holders: holders.filter((by, index) => by !== holders[index - 1]),
  };
}
