import { printPath } from "../../finding";
import type { Corosync } from "../corosync";
import type { Rule } from "../../rule";

/** The times of one corosync.conf, in milliseconds. */
export interface Timeouts {
  readonly path: string;
  /** token, with its coefficient for the nodes beyond two. */
  readonly token: number;
  readonly retransmits?: number | undefined;
  readonly consensus?: number | undefined;
  readonly links: readonly {
    readonly path: string;
    readonly pingInterval?: number | undefined;
    readonly pingTimeout?: number | undefined;
  }[];
}

/** totemconfig.c: the shortest time between two retransmits of the token. */
const shortest = 30;

export const quorumTimeouts: Rule<Timeouts> = {
  name: "quorum-timeouts",
  title: "Times of corosync must fit together",
  why:
    "corosync.conf(5): consensus is to be 1.2 times the token. Below the token itself nodes form memberships " +
    "while others still wait. A link whose ping times out before the next one is sent goes up and down. corosync refuses " +
    "a token that its retransmits divide into less than 30 ms.",
  items: ({ quorum }) => (quorum ? [timeoutsOf(quorum)] : []),
  judge: (files) => files.flatMap((file) => [...ofToken(file), ...ofLinks(file)]),
};

/** The token of so many nodes: corosync.conf(5), token_coefficient. */
export function wholeToken(nodes: number, token = 3000, coefficient = 650): number {
  return token + Math.max(0, nodes - 2) * coefficient;
}

function ofToken({ path, token, retransmits, consensus }: Timeouts) {
  const least = Math.ceil(token * 1.2);
  const found: string[] = [];
  if (consensus !== undefined && consensus < token)
    found.push(
      `consensus ${String(consensus)} ends before the token of ${String(token)} ms, so members would not agree on the next membership; write ${String(least)} (1.2 times the token) or more, or leave it out`,
    );
  if (retransmits !== undefined && token / (retransmits + 0.2) < shortest)
    found.push(
      `${String(retransmits)} retransmits in a token of ${String(token)} ms are less than ${String(shortest)} ms apart, so corosync would not start; write at most ${String(Math.floor(token / shortest - 0.2))}`,
    );
  return found.map((message) => ({ path, message }));
}

function ofLinks({ links }: Timeouts) {
  return links.flatMap(({ path, pingInterval = 0, pingTimeout }) =>
    pingTimeout !== undefined && pingTimeout <= pingInterval
      ? [
          {
            path,
            message: `knet_ping_timeout ${String(pingTimeout)} ends before the next ping after ${String(pingInterval)} ms, so the link would go up and down; write a timeout that is longer`,
          },
        ]
      : [],
  );
}

function timeoutsOf({ nodes, totem, links }: Corosync): Timeouts {
  return {
    path: "quorum",
    token: wholeToken(nodes.length, totem.token, totem.tokenCoefficient),
    retransmits: totem.tokenRetransmitsBeforeLossConst,
    consensus: totem.consensus,
    links: links.map(({ number, pingInterval, pingTimeout }) => ({
      ...{ path: printPath(["quorum", "links", String(number)]), pingInterval, pingTimeout },
    })),
  };
}
