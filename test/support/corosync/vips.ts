import { isDeepStrictEqual } from "node:util";
import { waitFor } from "../../../lab";
import type { VrrpGroupInput } from "../../../model";
import { holders } from "../lab/probes";
import { continuity, sampled } from "../lab/sampling";

const onThree = { order: ["n1", "n2", "n3"], network: "lan" };

/** Addresses by group. The groups differ only in the check, so their difference shows its effect. */
export const addressOf = { guarded: "192.0.2.100", unguarded: "192.0.2.101" } as const;

/** Two groups on three nodes, with n1 first. Without quorum one gives its address up, and the other doesn't. */
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

/** Waits until each group's address is on the wanted nodes, and stays there longer than VRRP waits for a MASTER. */
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
