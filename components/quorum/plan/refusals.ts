import type { Corosync, CorosyncNode } from "../../../model";
import { allVotes, majorityOf, nodeVotes } from "../../../model/quorum/quorum";
import type { CorosyncNodeFacts } from "../../../agent/facts";
import type { ClusterFacts } from "../../cluster/gatherFacts";
import type { Member } from "./members";

/**
 * Reasons why the live members can't take `corosync` without a loss of quorum, each with its remedy.
 * @param settled whether the members have this configuration already
 */
export function refusals(
  corosync: Corosync,
  live: readonly Member[],
  known: ReadonlyMap<string, CorosyncNodeFacts>,
  settled: boolean,
): string[] {
  return [
    ...(settled ? [] : [...inquorate(live), ...tooFew(corosync, live)]),
    ...otherTransports(corosync, live, known),
    ...corosync.nodes.flatMap((node) => [...renumbered(node, known), ...readdressed(node, known)]),
  ];
}

function inquorate(live: readonly Member[]): string[] {
  const names = live.filter(({ facts }) => facts.running?.quorate !== true).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    `${names.join(", ")} ${names.length === 1 ? "is" : "are"} not quorate: quorate changes no corosync.conf without quorum; bring the other nodes or the links back first`,
  ];
}

/** Until the new nodes have joined, the votes of the live members must be a majority of the new total. */
function tooFew(corosync: Corosync, live: readonly Member[]): string[] {
  if (corosync.twoNode) return [];
  const expected = corosync.expectedVotes ?? allVotes(corosync);
  const nodes = corosync.nodes.filter(({ name }) => live.some((member) => member.name === name));
  const present = nodeVotes({ nodes });
  const majority = majorityOf(expected);
  if (present >= majority) return [];
  return [
    `with ${String(expected)} votes a majority is ${String(majority)}, and ${live.map(({ name }) => name).join(", ")} have ${String(present)}: the cluster would lose quorum; add fewer nodes at once, and start corosync on all members`,
  ];
}

function renumbered({ name, nodeId }: CorosyncNode, known: ReadonlyMap<string, CorosyncNodeFacts>): string[] {
  const id = known.get(name)?.id;
  if (id === undefined || nodeId === undefined || id === nodeId) return [];
  return [
    `${name} is node ${String(id)} in the cluster, and a member can't change its id; write nodeId: ${String(id)}, or take ${name} out and add it again`,
  ];
}

/** corosync refuses a new address of a link. You add and remove a link as a whole. */
function readdressed({ name, links }: CorosyncNode, known: ReadonlyMap<string, CorosyncNodeFacts>): string[] {
  const before = known.get(name)?.links ?? {};
  const moved = Object.entries(links).filter(
    ([number, address]) => before[number] !== undefined && before[number] !== address,
  );
  return moved.map(
    ([number, address]) =>
      `link ${number} of ${name} is ${String(before[number])} in the cluster and can't become ${address} while it runs; add ${address} as another link of all nodes first, then take link ${number} away`,
  );
}

/** corosync keeps the transport of a link that runs, totemconfig.c: "New config has different knet transport". */
function otherTransports(
  { links }: Corosync,
  live: readonly Member[],
  known: ReadonlyMap<string, CorosyncNodeFacts>,
): string[] {
  const running = live.find(({ facts }) => facts.transports)?.facts.transports;
  if (running === undefined) return [];
  const there = new Set([...known.values()].flatMap((node) => Object.keys(node.links)));
  return links.flatMap(({ number, transport = "udp" }) => {
    const present = running[number] ?? "udp";
    if (present === transport || !there.has(String(number))) return [];
    return [
      `link ${String(number)} has transport ${present} in the cluster and can't change to ${transport} while it runs; add another link with ${transport} first, then take link ${String(number)} away`,
    ];
  });
}

/**
 * Reasons against link addresses that their node lacks. corosync binds such an address without an error, and the link
 * stays down.
 */
export function strangeAddresses(corosync: Corosync, facts: ClusterFacts): string[] {
  return corosync.nodes.flatMap(({ name, links }) => {
    const own = facts.of(name)?.addresses ?? [];
    // A node that quorate has never changed reports no addresses.
    const strange = Object.entries(links).filter(([, address]) => own.length > 0 && !own.includes(address));
    return strange.map(
      ([number, address]) =>
        `link ${number} of ${name} is ${address}, which ${name} doesn't have, so the link would stay down; ${name} has ${own.join(", ")}`,
    );
  });
}
