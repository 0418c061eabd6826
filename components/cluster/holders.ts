import { setTimeout } from "node:timers/promises";
import { askAll } from "../../agent/answers";
import { connectionTo } from "../../agent/connection";
import { run } from "../../agent/ssh";
import type { Cluster } from "../../model";

/** Milliseconds for an election after a change, and between two questions. */
const electionMs = 6000;
const pauseMs = 500;

/** The node that has each of `addresses`, by address. One that no node has, or several, is missing. */
export type Holders = Readonly<Record<string, string>>;

export function holdersIn(
  addresses: readonly string[],
  held: ReadonlyMap<string, readonly string[]>,
): Holders {
  return Object.fromEntries(
    addresses.flatMap((address) => {
      const nodes = [...held].flatMap(([node, own]) => (own.includes(address) ? [node] : []));
      return nodes.length === 1 ? [[address, nodes.join()] as const] : [];
    }),
  );
}

/** Asks the nodes until each address has one holder, or the time of an election is over. Never rejects. */
export async function electedHolders(
  cluster: Cluster,
  addresses: readonly string[],
  sinceMs = performance.now(),
): Promise<Holders> {
  const answers = await askAll({ nodes: cluster.nodes, witnesses: [] }, async (node) => {
    const { stdout } = await run(connectionTo(node), "ip -o addr show", { wholeMs: electionMs });
    return [...stdout.matchAll(/ inet6? ([^ /]+)/g)].map(([, address = ""]) => address);
  });
  const holders = holdersIn(addresses, answers.given());
  if (Object.keys(holders).length === addresses.length || performance.now() - sinceMs > electionMs)
    return holders;
  await setTimeout(pauseMs);
  return electedHolders(cluster, addresses, sinceMs);
}
