import type { ClusterFacts } from "../cluster/gatherFacts";
import { type Answered, diffOf, filesOf } from "./files";
import { grouped } from "./grouped";
import { movesOf } from "./moves";
import { servicesOf } from "./services";
import type { Declared, PackageChange, Plan } from "./changes";
import { driftOf } from "./drift";

/** Computes the plan from the declared units and the nodes' facts. */
export function planOf(declared: readonly Declared[], facts: ClusterFacts): Plan {
  const units = declared.flatMap((each): Answered[] => {
    const known = facts.of(each.node);
    return known ? [diffOf(each, known)] : [];
  });
  const gone = [...facts.given()].flatMap(([node, known]) =>
    [...known.units.keys()]
      .filter((unit) => !declared.some((each) => each.node === node && each.unit === unit))
      .map((unit) => diffOf({ node, unit, manifest: "", before: [] }, known)),
  );
  const all = [...units, ...gone];
  return {
    version: 1,
    files: filesOf(all),
    packages: packagesOf(all),
    services: servicesOf(all),
    addresses: movesOf(all, facts),
    drift: [...facts.given()].flatMap(([node, known]) => {
      const problems = driftOf(known);
      return problems.length > 0 ? [{ node, problems }] : [];
    }),
    silent: facts.unreachable().map(({ host }) => host),
  };
}

/** The packages that a node's units ask for, now and after the update. */
function packagesOf(units: readonly Answered[]): PackageChange[] {
  const had = pairs(units.map(({ node, old }) => [node, old.packages]));
  const wanted = pairs(units.map(({ node, wanted }) => [node, wanted.packages]));
  const changes = [
    ...without(wanted, had).map((each) => ({ ...each, change: "install" as const })),
    ...without(had, wanted).map((each) => ({ ...each, change: "drop" as const })),
  ];
  return grouped(changes, ({ name, change }) => `${change} ${name}`).map((all) => ({
    name: all[0].name,
    nodes: [...new Set(all.map(({ node }) => node))],
    change: all[0].change,
  }));
}

interface Pair {
  readonly node: string;
  readonly name: string;
}

const pairs = (lists: readonly (readonly [string, readonly string[]])[]): Pair[] =>
  lists.flatMap(([node, names]) => names.map((name) => ({ node, name })));

const without = (all: readonly Pair[], others: readonly Pair[]): Pair[] =>
  all.filter(({ node, name }) => !others.some((other) => other.node === node && other.name === name));
