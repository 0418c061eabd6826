import { groupedBy, type Rule } from "../../rule";

/** A member that sends unicast, or multicast if `peers` is undefined. */
export interface Speaker {
  readonly path: string;
  readonly group: string;
  readonly node: string;
  /** Source address of its adverts; undefined if it isn't known. */
  readonly address?: string | undefined;
  readonly peers?: readonly string[] | undefined;
}

/** Every member must receive every other member's adverts. */
export const vrrpUnicastPeers: Rule<Speaker> = {
  name: "vrrp-unicast-peers",
  title: "Unicast peers must be all the other members, on every member",
  why:
    "A member hears only the members that have it among their peers. A member that is left out becomes " +
    "MASTER beside the other. quorate judges files at the end of the preview, when it knows the whole " +
    "program. It takes further peers for members of another program.",
  judge(speakers) {
    return groupedBy(speakers, ({ group }) => group).flatMap((group) => {
      if (group.every(({ peers }) => peers === undefined)) return [];
      return group.flatMap((speaker) => {
        const problem = problemOf(speaker, group);
        return problem === undefined ? [] : [{ path: speaker.path, message: problem }];
      });
    });
  },
};

function problemOf(speaker: Speaker, group: readonly Speaker[]): string | undefined {
  const others = group.filter(({ node }) => node !== speaker.node);
  const { peers } = speaker;
  if (peers === undefined) {
    const unicast = others.find((other) => other.peers !== undefined);
    return `speaks multicast, and ${unicast?.node ?? ""} unicast (${unicast?.path ?? ""}), so neither hears the other; write unicast_peer with all the others`;
  }
  if (speaker.address !== undefined && peers.includes(speaker.address)) {
    return `${speaker.address} is the node's own address, which needs no advert; leave it out`;
  }
  const addresses = others.flatMap(({ address }) => address ?? []);
  const missing = addresses.filter((address) => !peers.includes(address));
  if (missing.length > 0) {
    return `lacks ${missing.join(", ")}, so those members would not hear this node and become MASTER beside it; write all the others`;
  }
  // A further peer may be a member whose file another program writes.
  return undefined;
}
