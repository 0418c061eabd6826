import type { Claim, Unit } from "../../agent/unit";
import type { ClusterFacts } from "./gatherFacts";

/** The units that a program declares on a node. */
export interface Wanted {
  readonly node: string;
  readonly units: readonly Unit[];
}

/** Conflicts of wanted units with those of other owners: a line for each, and the owners. */
export interface Conflicts {
  readonly problems: readonly string[];
  readonly owners: readonly string[];
}

export function conflicts(wanted: readonly Wanted[], facts: ClusterFacts): Conflicts {
  const found = wanted.flatMap(({ node, units }) => {
    const { others, claims } = facts.of(node) ?? { others: [], claims: [] };
    const taken = others
      .filter((other) => units.some(({ name, shared }) => name === other.unit && !shared))
      .map(({ unit, owner }) => ({ owner, problem: `${node}: unit ${unit} belongs to ${owner}` }));
    const own = new Set(units.flatMap((unit) => unit.claims ?? []).map((claim) => claim.join(" ")));
    const claimed = claims
      .filter(({ claim }) => own.has(claim.join(" ")))
      .map(({ unit, owner, claim }) => ({
        owner,
        problem: `${node}: ${printClaim(claim)} is in use by ${owner} (unit ${unit})`,
      }));
    return [...taken, ...claimed];
  });
  return {
    problems: found.map(({ problem }) => problem),
    owners: [...new Set(found.map(({ owner }) => owner))],
  };
}

/** The command that gives the units of an owner to another one. */
export function handOver(from: string, to: string): string {
  return `sh /var/lib/quorate/node.sh hand-over ${from} ${to}`;
}

function printClaim(claim: Claim): string {
  return claim[0] === "vrid" ? `virtual router id ${claim[3]} on ${claim[1]}` : claim[1];
}
