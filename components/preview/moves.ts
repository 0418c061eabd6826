import type { ManifestText } from "../../agent/manifestText";
import type { ClusterFacts } from "../cluster/gatherFacts";
import type { Answered } from "./files";
import type { Move } from "./changes";

/** The addresses that come, go, or move to another node because the order of a group changes. */
export function movesOf(units: readonly Answered[], facts: ClusterFacts): Move[] {
  const groups = new Set(
    units
      .filter(({ old, wanted }) => old.addresses.length + wanted.addresses.length > 0)
      .map(({ unit }) => unit),
  );
  return [...groups].flatMap((group) => {
    const members = units.filter(({ unit }) => unit === group);
    const was = preferred(members, ({ old }) => old);
    const willBe = preferred(members, ({ wanted }) => wanted);
    const stays = members.some(({ wanted }) => /^\s*nopreempt$/m.test(instanceOf(wanted)));
    const all = new Set(members.flatMap(({ old, wanted }) => [...old.addresses, ...wanted.addresses]));
    return [...all].flatMap((address): Move[] => {
      const holder = [...facts.given()].find(([, { addresses }]) => addresses.includes(address))?.[0] ?? null;
      const later = members.filter(({ wanted }) => wanted.addresses.includes(address));
      if (later.length === 0) return [{ group, address, from: holder, to: null }];
      if (holder === null) return [{ group, address, from: null, to: willBe ?? null }];
      // A node that holds it against the order has a reason, such as a check that fails elsewhere.
      const moves =
        willBe !== undefined && willBe !== holder && !stays && was !== willBe && holder === (was ?? holder);
      const leaves = !later.some(({ node }) => node === holder);
      return moves || leaves ? [{ group, address, from: holder, to: willBe ?? null }] : [];
    });
  });
}

const instanceOf = ({ files }: ManifestText): string =>
  files.find(({ content }) => /^vrrp_instance /m.test(content))?.content ?? "";

/** The node with the highest priority. */
function preferred(
  members: readonly Answered[],
  textOf: (unit: Answered) => ManifestText,
): string | undefined {
  const priorities = members.flatMap((unit) => {
    const [, priority] = /^\s*priority (\d+)$/m.exec(instanceOf(textOf(unit))) ?? [];
    return priority === undefined ? [] : [{ node: unit.node, priority: Number(priority) }];
  });
  return priorities.sort((left, right) => right.priority - left.priority)[0]?.node;
}
