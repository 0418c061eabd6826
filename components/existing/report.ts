import * as pulumi from "@pulumi/pulumi";
import type { Unit } from "../../agent/unit";
import type { Cluster, Existing } from "../../model/cluster/cluster";
import type { ClusterFacts, UnitsOf } from "../cluster/gatherFacts";
import { verbatimError } from "../verbatimError";
import { refusalsOf } from "./refusals";
import { ownMachines, segmentRefusals } from "./segment";
import { type Taken, takenOn } from "./takeOver";

/** Lines of a diff in a message; your file is on the node. */
const most = 40;

/**
 * Ends a preview and an update if the units would replace or run into something on the nodes, unless the configuration
 * decides on it. A preview warns of its decisions.
 */
export function reportFound(cluster: Cluster, unitsOf: UnitsOf, facts: ClusterFacts): void {
  const found = [...facts.given()].flatMap(([node, { looked }]) => (looked ? [{ node, looked }] : []));
  const taken = found.flatMap(({ node, looked }) => takenOn(node, unitsOf(node), looked));
  const undecided = taken.filter((each) => !isDecided(each, unitsOf(each.node), cluster.existing));
  const own = ownMachines(
    found.map(({ looked }) => looked),
    cluster.nodes.map(({ address }) => address),
  );
  // The address may be on a node that doesn't answer, and whose MAC isn't known.
  const all = facts.unreachable().length === 0;
  const refusals = found.flatMap(({ node, looked }) => {
    const paths = taken.filter((each) => each.node === node).map(({ path }) => path);
    return [
      ...refusalsOf(unitsOf(node), looked, cluster, node, paths),
      ...(all ? segmentRefusals(unitsOf(node), looked, own) : []),
    ].map((each) => ({ node, ...each }));
  });
  const refused = refusals.filter(({ key }) => key === undefined || cluster.accepted[key] === undefined);
  if (undecided.length > 0 || refused.length > 0)
    throw verbatimError(
      [...takenLines(undecided), ...advice(undecided), ...refusedLines(refused), "Nothing was changed."].join(
        "\n",
      ),
    );
  if (!pulumi.runtime.isDryRun()) return;
  if (taken.length > 0)
    void pulumi.log.warn(
      [
        "quorate takes the place of these files, and a destroy gives them back:",
        ...takenLines(taken).slice(1),
      ].join("\n"),
    );
  for (const { node, key = "", text } of refusals)
    void pulumi.log.warn(`${node}: ${text}; accepted: ${cluster.accepted[key] ?? ""}`);
}

/** Other files than those that a unit extends can't stay beside quorate's. */
function isDecided({ service }: Taken, units: readonly Unit[], existing: Existing): boolean {
  return service !== undefined && units.length > 0 && existing[service] === "replace";
}

function takenLines(taken: readonly Taken[]): string[] {
  if (taken.length === 0) return [];
  const alike = new Map<string, Taken[]>();
  for (const each of taken) {
    const key = [each.path, ...each.stops, ...each.diff].join("\n");
    alike.set(key, [...(alike.get(key) ?? []), each]);
  }
  return [
    "these files are yours, and quorate would replace them:",
    ...[...alike.values()].flatMap(([first, ...more]) => {
      if (first === undefined) return [];
      const { path, stops, diff } = first;
      const cut =
        diff.length > most ? [...diff.slice(0, most), `… ${String(diff.length - most)} more lines`] : diff;
      return [
        `  ${[first, ...more].map(({ node }) => node).join(", ")}: ${path}`,
        ...stops.map((each) => `    would stop: ${each}`),
        ...cut.map((line) => `    ${line}`),
      ];
    }),
  ];
}

function advice(undecided: readonly Taken[]): string[] {
  const services = [...new Set(undecided.flatMap(({ service }) => service ?? []))];
  const nameless = undecided.filter(({ service }) => service === undefined);
  return [
    ...(services.length > 0 ? ["Write what becomes of them, under cluster in the stack's file:"] : []),
    ...services.flatMap((service) => [
      `  existing: { ${service}: replace } — quorate takes their place, and a destroy gives them back`,
      ...(service === "keepalived" || service === "haproxy"
        ? [`  existing: { ${service}: keep } — they stay, and run beside quorate's`]
        : []),
    ]),
    ...(nameless.length > 0 ? ["Give the other files other names."] : []),
  ];
}

function refusedLines(
  refused: readonly { readonly node: string; readonly key?: string; readonly text: string }[],
): string[] {
  if (refused.length === 0) return [];
  const keys = [...new Set(refused.flatMap(({ key }) => key ?? []))];
  return [
    "these nodes can't take the configuration as it is:",
    ...new Set(refused.map(({ node, text }) => `  ${node}: ${text}`)),
    ...(keys.length > 0
      ? [
          "If one is right as it is, write why, under cluster in the stack's file:",
          ...keys.map((key) => `  accepted: { "${key}": "<your reason>" }`),
        ]
      : []),
  ];
}
