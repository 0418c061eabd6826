import assert from "node:assert/strict";
import fc from "fast-check";
import type { NodeAnswer } from "../../../../agent/status/answer";
import { expectedServices } from "../../../../cli/operator/status/expectedServices";
import { printStatus } from "../../../../cli/operator/status/print";
import { parseConfiguration } from "../../../../model";
import { answers, said, silence, stack, statusFrom } from "../../../support/agent/statuses";
import { base } from "../../../support/model/configurations";

const deaf =
  "because they don't get each other's adverts: mend their link, or look for a rule that drops protocol 112 in `nft -a list ruleset` and undo it by `nft delete rule`";

describe("the status of a stack", () => {
  it("is well if everything is, and names the holder of each address", () => {
    const status = statusFrom(answers("well"));
    assert.deepEqual([said(status), status.well], [[], true]);
    assert.deepEqual(
      status.vips.map(({ group, holders, states }) => [group, holders, states]),
      [
        ["ui", ["n1"], { n1: "MASTER", n2: "BACKUP", n3: "BACKUP" }],
        ["ssh", ["n2"], { n1: "BACKUP", n2: "MASTER", n3: "BACKUP" }],
      ],
    );
    assert.deepEqual(status.quorum?.views, [
      {
        nodes: ["n1", "n2", "n3"],
        ...{ quorate: true, expectedVotes: 5, totalVotes: 5, quorum: 3, flags: ["Quorate", "Qdevice"] },
        members: ["n1", "n2", "n3"],
      },
    ]);
    assert.deepEqual(status.quorum.qdevice?.clients, ["n1", "n2", "n3"]);
  });

  it("names a node that is down, and why; what follows from it isn't said again", () => {
    const status = statusFrom(answers("n3-crashed"));
    assert.deepEqual(said(status).slice(0, 1), ["node n3: 192.0.2.x doesn't answer on port 22 within 1.5 s"]);
    assert.deepEqual(
      status.problems.filter(({ subject }) => /^(quorum|link|qdevice|VIP)/.test(subject)),
      [],
    );
    assert.deepEqual(status.nodes[2]?.unreachable?.reason, "no answer");
  });

  it("shows a partition: who sees whom, who isn't quorate, and the VIPs that two hold", () => {
    const status = statusFrom(answers("partition"));
    assert.deepEqual(said(status), [
      "quorum: n2 is not quorate: 1 of the 3 votes needed",
      "quorum: partitions: n1 and n3 see n1 and n3; n2 sees n2",
      "link 0: disconnected between n1 and n2",
      "link 0: disconnected between n2 and n3",
      "qdevice q1: casts no vote at n2",
      `VIP ui: 192.0.2.100 is held by n1 and n2 at once, ${deaf}`,
      `VIP ssh: 192.0.2.101 is held by n2 and n3 at once, ${deaf}`,
      "server ssh/n1: DOWN (L4TOUT), as n2 sees it",
      "server ssh/n2: DOWN (L4TOUT), as n1 and n3 see it",
      "server ssh/n3: DOWN (L4TOUT), as n2 sees it",
    ]);
  });

  it("asks each node for the services that it is to run", () => {
    const [n1] = stack.cluster.nodes;
    const [q1] = stack.cluster.witnesses;
    assert.ok(n1 && q1);
    assert.deepEqual(expectedServices(stack, n1), ["corosync", "corosync-qdevice", "keepalived", "haproxy"]);
    assert.deepEqual(expectedServices(stack, q1), ["corosync-qnetd"]);
    const watched = parseConfiguration({ ...base(), fencing: { nicWatchdog: { nodes: "n1" } } });
    assert.deepEqual(expectedServices(watched, n1), ["keepalived", "haproxy", "quorate-nic-watchdog.timer"]);
  });

  it("is well exactly if every node answers, the first one holds the VIP, and every server is up everywhere", () => {
    const well = answers("well");
    const nodes = ["n1", "n2", "n3"];
    const condition = fc.record({
      silent: fc.subarray(nodes),
      holders: fc.subarray(nodes),
      seesDown: fc.subarray(nodes),
    });
    fc.assert(
      fc.property(condition, ({ silent, holders, seesDown }) => {
        const given = new Map(well);
        for (const node of nodes) {
          const answer = well.get(node) as NodeAnswer;
          const addresses = answer.addresses.filter((address) => address !== "192.0.2.100");
          given.set(
            node,
            silent.includes(node)
              ? silence
              : {
                  ...answer,
                  addresses: holders.includes(node) ? [...addresses, "192.0.2.100"] : addresses,
                  servers: (answer.servers ?? []).map((server) => ({
                    ...server,
                    state: seesDown.includes(node) ? "DOWN" : server.state,
                  })),
                },
          );
        }
        const status = statusFrom(given);
        assert.equal(status.well, silent.length === 0 && holders.join() === "n1" && seesDown.length === 0);
        const seen = holders.filter((node) => !silent.includes(node));
        assert.deepEqual(status.vips[0]?.holders, seen);
        // Table and JSON must hold the same.
        const text = printStatus(status);
        for (const { subject, problem } of status.problems)
          assert.ok(text.includes(`${subject}: ${problem}`));
      }),
      { numRuns: 200 },
    );
  });
});
