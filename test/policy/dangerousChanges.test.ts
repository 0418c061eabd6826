import assert from "node:assert/strict";
import { ProxmoxCluster, Quorum, type QuorumArgs } from "../../components";
import { declare, threeNodes } from "../support/pulumi/mockedStack";
import { Pack, type Violation } from "../support/policy/pack";

const witness = {
  address: "192.0.2.21",
  hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE7nF1Yd2Jm0cDq0v8y4Tn1y9zW3hK4yqWlQF0p8kq3v",
};
const device = { qdevice: { host: "q1" } };

/** The resources of a cluster with `count` nodes, as the components register them with the engine. */
async function registered(count: number, quorum: Omit<QuorumArgs, "cluster"> = {}) {
  const { nodes, ...rest } = threeNodes();
  const [first] = Object.values(nodes);
  const names = Array.from({ length: count }, (_, index) => `n${String(index + 1)}`);
  const own = names.map((name, index) => {
    const last = String(index + 11);
    return [name, { ...first, address: `192.0.2.${last}`, links: { 1: `198.51.100.${last}` } }] as const;
  });
  const declared = await declare(() => {
    const cluster = new ProxmoxCluster("lab", {
      ...rest,
      nodes: Object.fromEntries(own),
      witnesses: { q1: witness },
    });
    new Quorum("corosync", { ...quorum, cluster });
  });
  return [...declared.values()].filter(({ type }) => /:(ProxmoxCluster|Quorum)$/.test(type));
}

/** The pack's violations for a cluster in one preview. */
async function judged(...cluster: Parameters<typeof registered>): Promise<Violation[]> {
  const pack = new Pack();
  const found: Violation[] = [];
  for (const resource of await registered(...cluster))
    found.push(...(await pack.register(resource)).violations);
  return [...found, ...(await pack.finish())];
}

/** A cluster before and after a change, and the policy that refuses it. */
const changes: Readonly<
  Record<string, readonly [Parameters<typeof registered>, Parameters<typeof registered>, string]>
> = {
  "two_node in place of a qdevice": [[2, device], [2, { twoNode: true }], "quorum-two-nodes"],
  "a qdevice of two nodes removed": [[2, device], [2], "quorum-two-nodes"],
  "a qdevice of four nodes removed": [[4, device], [4], "quorum-even-nodes"],
  "the third node removed": [[3], [2], "quorum-two-nodes"],
  "the fifth node removed": [[5], [4], "quorum-even-nodes"],
  "a qdevice kept for an odd number, after a node was removed": [
    [4, device],
    [3, device],
    "quorum-qdevice-votes",
  ],
};

describe("a dangerous change of a cluster", () => {
  for (const [title, [before, after, policy]] of Object.entries(changes)) {
    it(`${title}: ${policy}`, async () => {
      assert.deepEqual(await judged(...before), []);
      const found = await judged(...after);
      assert.deepEqual([...new Set(found.map((violation) => violation.policy))], [policy]);
      assert.ok(found.every(({ level }) => ["mandatory", "advisory"].includes(level)));
    });
  }
});
