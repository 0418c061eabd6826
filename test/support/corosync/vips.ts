import { isDeepStrictEqual } from "node:util";
import { waitFor } from "../../../lab";
import type { VrrpGroupInput } from "../../../model";
import { holders } from "../lab/probes";
import { continuity, sampled } from "../lab/sampling";

const onThree = { order: ["n1", "n2", "n3"], network: "lan" };

/** By name of the group. What only differs in the check shows what the check does. */
export const addressOf = { guarded: "192.0.2.100", unguarded: "192.0.2.101" } as const;

/** Two groups on three nodes, n1 first in both: one gives its address up without quorum, the other doesn't. */
export const groups: Readonly<Record<keyof typeof addressOf, VrrpGroupInput>> = {
  guarded: {
    ...onThree,
    virtualRouterId: 51,
    virtualIpaddress: [`${addressOf.guarded}/24`],
    track: [{ systemd: "ssh" }, { quorate: true }],
  },
  unguarded: {
    ...onThree,
    virtualRouterId: 52,
    virtualIpaddress: [`${addressOf.unguarded}/24`],
    track: [{ systemd: "ssh" }],
  },
};

/** Who holds the address of each group, once it's as it should be and stays so for longer than VRRP waits for a MASTER. */
export async function settleOn(
  expected: Readonly<Record<keyof typeof addressOf, readonly string[]>>,
): Promise<void> {
  const wanted = [expected.guarded, expected.unguarded];
  const stay = wanted.map((nodes) => (nodes.length === 0 ? [] : [nodes.join("+")]));
  const both = [addressOf.guarded, addressOf.unguarded];
  let seen: unknown;
  const look = async (): Promise<boolean> => {
    seen = await Promise.all(both.map(holders));
    if (!isDeepStrictEqual(seen, wanted)) return false;
    const samples = await sampled(() => new Promise((resolve) => setTimeout(resolve, 4000)));
    seen = both.map((address) => continuity(samples, address).holders);
    return isDeepStrictEqual(seen, stay);
  };
  await waitFor(look, { what: () => `${JSON.stringify(wanted)}; it is ${JSON.stringify(seen)}` });
}
