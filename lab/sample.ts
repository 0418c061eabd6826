import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { namespace } from "./place";

/** The addresses of nodes at one moment. The process reads one node after another, within about a millisecond. */
export interface Sample {
  /** Milliseconds since 1970. */
  time: number;
  /** The IPv4 addresses of eth0 by node; none while a node is off. */
  addresses: Record<string, string[]>;
}

export interface Sampling {
  /** Ends the sampling. @returns the samples in order of time */
  stop(): Promise<Sample[]>;
}

/**
 * Samples the addresses of nodes from now on, in a process of its own, so that a busy test leaves no gap.
 * @param everyMs the pause between two samples, at least 50
 */
export async function sample(nodes: readonly string[], everyMs = 100): Promise<Sampling> {
  if (everyMs < 50)
    throw new RangeError(`everyMs is ${everyMs}: a shorter pause than 50 costs the tests their time`);
  const names = new Map(nodes.map((node) => [namespace(node), node]));
  const args = [String(everyMs / 1000), ...names.keys()];
  const sampler = spawn(`${__dirname}/sample.pl`, args, {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true, // a session of its own, with priority over others; it ends when its reader has gone
  });
  const samples: Sample[] = [];
  const lines = createInterface(sampler.stdout).on("line", (line) => {
    const [mark, value = "", ...addresses] = line.split(" ");
    if (mark === "@") samples.push({ time: Number(value), addresses: {} });
    const current = samples.at(-1)?.addresses;
    if (mark === "=" && current) current[names.get(value) ?? ""] = addresses;
  });
  await Promise.race([
    once(lines, "line"),
    once(sampler, "error").then(([error]) => Promise.reject(error as Error)),
  ]);
  return {
    async stop() {
      const closed = once(lines, "close");
      sampler.kill();
      await closed;
      return samples.slice(0, -1); // the last may be half read
    },
  };
}
