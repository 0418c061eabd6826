import type { NodeAnswer } from "./answer";

type Answers = ReadonlyMap<string, NodeAnswer>;

/** "n1", "n1 and n2", "n1, n2 and n3". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join();
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** Who holds an address, and keepalived's own words on its instance, by node. */
export interface Held {
  readonly address: string;
  readonly holders: readonly string[];
  readonly states: Readonly<Record<string, string>>;
}

/** The holders include nodes that aren't members of the group. */
export function heldNow(group: string, address: string, answers: Answers) {
  return {
    holders: [...answers].flatMap(([node, { addresses }]) => (addresses.includes(address) ? [node] : [])),
    states: Object.fromEntries(
      [...answers].flatMap(([node, { vrrp }]) => {
        const state = vrrp.get(group);
        return state === undefined ? [] : [[node, state]];
      }),
    ),
  };
}

/** The text on an address that several nodes hold, with its undo; undefined if all is well. */
export function heldTwice({ address, holders, states }: Held): string | undefined {
  const masters = Object.keys(states).filter((node) => states[node] === "MASTER");
  // If they got each other's adverts, the lower priority would give way.
  if (masters.length > 1)
    return `${address} is held by ${listed(masters)} at once, because they don't get each other's adverts: mend their link, or look for a rule that drops protocol 112 in \`nft -a list ruleset\` and undo it by \`nft delete rule\``;
  if (holders.length < 2) return undefined;
  const strays = holders.filter((node) => !masters.includes(node));
  const undo = `: undo it by \`ip addr flush to ${address}\` on ${listed(strays)}`;
  return `${address} is held by ${listed(holders)} at once${masters.length === 1 ? undo : ""}`;
}

/** The undo of the state of a server that you set over haproxy's socket; "" for another state. */
export const undoOf = (state: string): string =>
  state === "MAINT" || state === "DRAIN" ? ": undo it by `systemctl reload haproxy`" : "";

/** The texts of a node, without the files of yours that the configuration accepts (`cluster.accepted`). */
export function unaccepted(foreign: readonly string[], accepted: Readonly<Record<string, string>>): string[] {
  return foreign.filter((text) => {
    const [, path] = /^(\/\S+) changes /.exec(text) ?? [];
    return path === undefined || accepted[`drop-in ${path}`] === undefined;
  });
}

/** All changes by hand that an update leaves as they are, each with the command that undoes it. */
export function foreignChanges(answers: Answers): string[] {
  const groups = new Map([...answers.values()].flatMap((answer) => [...answer.groups]));
  return [
    ...[...answers].flatMap(([node, { foreign, servers = [] }]) => [
      ...foreign.map((text) => `${node}: ${text}`),
      ...servers
        .filter(({ state }) => undoOf(state) !== "")
        .map(({ backend, name, state }) => `${node}: server ${backend}/${name} is ${state}${undoOf(state)}`),
    ]),
    ...[...groups].flatMap(([group, addresses]) =>
      addresses.flatMap((address) => {
        const text = heldTwice({ address, ...heldNow(group, address, answers) });
        return text === undefined ? [] : [`VRRP group ${group}: ${text}`];
      }),
    ),
  ];
}
