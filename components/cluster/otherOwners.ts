import { manifest, manifestDigest } from "../../agent/manifest";
import { programPath } from "../../agent/program";
import type { OtherUnit } from "../../agent/facts";
import type { Claim, Unit } from "../../agent/unit";
import type { ClusterFacts } from "./gatherFacts";

/** The units that a program declares on a node. */
export interface Wanted {
  readonly node: string;
  readonly units: readonly Unit[];
}

/** A conflict of a wanted unit with one of another owner. */
interface Conflict {
  readonly owner: string;
  readonly problem: string;
}

/** The conflicts of wanted units with those of other owners, a line each; undefined without any. */
export function conflicts(wanted: readonly Wanted[], facts: ClusterFacts, own: string): string | undefined {
  const found = [
    ...wanted.flatMap(({ node, units }) => {
      const others = facts.of(node)?.others ?? [];
      return others.flatMap((other) => units.flatMap((unit) => taken(unit, other, node)));
    }),
    ...claimed(wanted, facts),
  ];
  if (found.length === 0) return undefined;
  const owners = [...new Set(found.map(({ owner }) => owner))];
  const lines = [
    "other stacks have units on these nodes:",
    ...found.map(({ problem }) => `  ${problem}`),
    "Nothing was changed. Use other names, ids and addresses.",
    "If such a stack is gone or has another name now, hand its units over, on all nodes at once or on each one:",
    ...["bin/quorate", `sh ${programPath}`].flatMap((program) =>
      owners.map((owner) => `  ${program} hand-over ${owner} ${own}`),
    ),
  ];
  return lines.join("\n");
}

function taken(wanted: Unit, { unit, owner, digest, base, further }: OtherUnit, node: string): Conflict[] {
  if (wanted.name !== unit || further) return [];
  if (!wanted.shared) return [{ owner, problem: `${node}: unit ${unit} belongs to ${owner}` }];
  if (manifestDigest(manifest(wanted, { owner, base, requires: [] })) === digest) return [];
  const agree =
    "both stacks need the same version of quorate, names of nodes and cluster.globalDefs; update that one first";
  return [
    { owner, problem: `${node}: unit ${unit} is shared with ${owner}, which has other files: ${agree}` },
  ];
}

/** Compares the claims on all nodes, because a VRID and an address belong to a segment, not to a node. */
function claimed(wanted: readonly Wanted[], facts: ClusterFacts): Conflict[] {
  const claims = wanted.flatMap(({ units }) => units.flatMap((unit) => unit.claims ?? []));
  const own = new Set(claims.map((claim) => claim.join(" ")));
  return [...facts.given()].flatMap(([node, { claims }]) =>
    claims
      .filter(({ claim }) => own.has(claim.join(" ")))
      .map(({ unit, owner, claim }) => ({
        owner,
        problem: `${node}: ${printClaim(claim)} is in use by ${owner} (unit ${unit})`,
      })),
  );
}

function printClaim(claim: Claim): string {
  return claim[0] === "vrid" ? `virtual router id ${claim[3]} on ${claim[1]}` : claim[1];
}
