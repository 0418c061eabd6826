import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { clone } from "../../../lab";
import { nicWatchdogSchema, quorumSchema } from "../../../model";

const scenario = z.strictObject({
  title: z.string(),
  nodes: z.int().min(2).max(4),
  settings: z.record(z.string(), z.looseObject({})).default({}),
  quorum: z.record(z.string(), z.unknown()).default({}),
  /** nicWatchdog of quorate:fencing. */
  watchdog: z
    .looseObject({ nodes: z.array(z.string()) })
    .refine((config) => nicWatchdogSchema.safeParse(config).success)
    .optional(),
  events: z.array(z.string()).min(1),
  quorate: z.record(z.string(), z.enum(["yes", "no", "off"])),
});

/** A scenario of test/scenarios/quorum.yaml, which explains the words. */
export type Scenario = z.output<typeof scenario>;

/**
 * All scenarios.
 * @throws Error on an invalid one
 */
export function scenarios(): Scenario[] {
  const read = z.array(scenario).parse(parse(readFileSync(`${clone}/test/scenarios/quorum.yaml`, "utf8")));
  for (const { title, nodes, quorum, quorate } of read) {
    quorumSchema.parse(quorum);
    const named = Object.keys(quorate).join(" ");
    const expected = names(nodes).join(" ");
    if (named !== expected) throw new Error(`${title}: it tells of ${named}, and the nodes are ${expected}`);
  }
  return read;
}

/** n1, n2, ... */
export function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${String(index + 1)}`);
}

/** A scenario is about the first of these options in its configuration. */
const deciding = [
  ...["watchdog", "qdevice", "lastManStanding", "autoTieBreaker"],
  ...["twoNode", "waitForAll", "expectedVotes", "votes"],
];

/** The option that a scenario is about; without one, its events. */
export function kindOf({ settings, quorum, watchdog, events }: Scenario): string {
  const options = [watchdog ? { watchdog } : {}, quorum, ...Object.values(settings)].flatMap(Object.keys);
  const verbs = events.map((event) => event.split(" ")[0]);
  return deciding.find((option) => options.includes(option)) ?? [...new Set(verbs)].join(", ");
}

/** Scenarios grouped by configuration. The most nodes come first, because a cluster grows one node at a time. */
export function byConfiguration(all: readonly Scenario[]): [Scenario, ...Scenario[]][] {
  const groups = new Map<string, [Scenario, ...Scenario[]]>();
  for (const each of all) {
    const key = JSON.stringify([each.nodes, each.settings, each.quorum, each.watchdog]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()].sort(([a], [b]) => b.nodes - a.nodes);
}
