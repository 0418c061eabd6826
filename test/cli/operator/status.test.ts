import assert from "node:assert/strict";
import fc from "fast-check";
import { statusOf } from "../../../cli/operator/status/compute";
import { expectedServices } from "../../../cli/operator/status/expectedServices";
import { printStatus } from "../../../cli/operator/status/print";
import { type Status, statusSchema } from "../../../cli/operator/status/schema";
import { type Model, parseConfiguration } from "../../../model";
import { Answers } from "../../../agent/answers";
import { UnreachableError } from "../../../agent/ssh";
import { type NodeAnswer, parseAnswer } from "../../../agent/status/answer";
import { base, spoiled } from "../../support/model/configurations";
import { type Recorded, recorded } from "../../support/agent/answers";

/** The stack of the recorded answers. */
const stack = parseConfiguration({
  ...spoiled({ "cluster.witnesses": { q1: { address: "192.0.2.21" } } }),
  quorum: { qdevice: { host: "q1", algorithm: "lms" } },
  vrrp: {
    ui: {
      virtualRouterId: 51,
      virtualIpaddress: ["192.0.2.100/24"],
      order: ["n1", "n2", "n3"],
      track: [{ process: "pveproxy" }],
    },
    ssh: {
      virtualRouterId: 52,
      virtualIpaddress: ["192.0.2.101/24"],
      order: ["n2", "n3", "n1"],
      track: [{ process: "haproxy" }],
    },
  },
  haproxy: {
    frontends: { ssh: { bind: "192.0.2.101:22", defaultBackend: "ssh" } },
    backends: { ssh: { check: { ssh: true }, nodes: 22 } },
  },
});
const hosts = ["n1", "n2", "n3", "q1"];
const silence = new UnreachableError("192.0.2.x doesn't answer on port 22 within 1.5 s", "no answer");

type Results = Map<string, NodeAnswer | Error>;

function answers(name: Recorded): Results {
  const texts = recorded(name);
  return new Map(
    hosts.map((host) => {
      const text = texts.get(host);
      return [host, text === undefined ? silence : parseAnswer(text)];
    }),
  );
}

function statusFrom(given: Results, model: Model = stack): Status {
  const status = statusOf(model, new Answers(given), { stack: "lab", at: "2026-11-26T03:00:00.000Z" });
  // The JSON must have the schema's form.
  assert.deepEqual(statusSchema.parse(JSON.parse(JSON.stringify(status))), status);
  return status;
}

const said = ({ problems }: Status): string[] =>
  problems.map(({ subject, problem }) => `${subject}: ${problem}`);

/** The recorded answers, after an edit of one node's. */
function edited(name: Recorded, node: string, edit: (answer: NodeAnswer) => Partial<NodeAnswer>): Results {
  const given = answers(name);
  const answer = given.get(node);
  assert.ok(answer !== undefined && !(answer instanceof Error));
  return given.set(node, { ...answer, ...edit(answer) });
}

describe("the status of a stack", () => {
  it("is well where everything is, and says who holds what", () => {
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
      "VIP ui: 192.0.2.100 is held by n1 and n2 at once",
      "VIP ssh: 192.0.2.101 is held by n2 and n3 at once",
      "server ssh/n1: DOWN (L4TOUT), as n2 sees it",
      "server ssh/n2: DOWN (L4TOUT), as n1 and n3 see it",
      "server ssh/n3: DOWN (L4TOUT), as n2 sees it",
    ]);
  });

  it("tells of a qdevice whose host is gone", () => {
    const status = statusFrom(answers("q1-crashed"));
    assert.match(said(status)[0] ?? "", /^witness q1: /);
    assert.match(said(status)[1] ?? "", /^qdevice q1: n1 is not connected to qnetd: Connecting$/);
    assert.equal(status.quorum?.qdevice?.clients, null);
  });

  it("tells of servers that are down", () => {
    assert.deepEqual(said(statusFrom(answers("n2-servers-down"))), [
      "server ssh/n2: DOWN (L4CON), as n1, n2 and n3 see it",
    ]);
    const without = edited("well", "n3", ({ servers = [] }) => ({ servers: servers.slice(1) }));
    assert.deepEqual(said(statusFrom(without)), ["server ssh/n1: not known, as n3 sees it"]);
  });

  it("tells of another config_version, as it runs or in the file", () => {
    const older = edited("well", "n2", ({ corosync }) => ({
      ...(corosync ? { corosync: { ...corosync, version: 0 } } : {}),
    }));
    assert.deepEqual(said(statusFrom(older)), ["quorum: n2 runs config_version 0, others 1"]);
    const file = edited("well", "n2", ({ corosync }) => ({
      ...(corosync ? { corosync: { ...corosync, fileVersion: 2 } } : {}),
    }));
    assert.deepEqual(said(statusFrom(file)), ["quorum: n2 runs config_version 1, its corosync.conf has 2"]);
  });

  it("tells of services that don't run, or don't answer, and of FAULT", () => {
    const stopped = edited("well", "n1", ({ services }) => ({
      services: new Map([...services, ["keepalived", "failed"]]),
      vrrp: new Map([["ui", "FAULT"]]),
    }));
    assert.deepEqual(said(statusFrom(stopped)), ["node n1: keepalived is failed", "VIP ui: FAULT on n1"]);
    const given = answers("well");
    const answer = given.get("n1") as NodeAnswer;
    const { servers: _servers, corosync: _corosync, ...dumb } = answer;
    assert.deepEqual([_servers?.length, _corosync?.version], [3, 1]);
    assert.deepEqual(said(statusFrom(given.set("n1", dumb))), [
      "node n1: corosync runs and doesn't answer",
      "node n1: haproxy runs and doesn't answer",
    ]);
  });

  it("tells of a change that was cut short or keeps a unit silent, but not while it is at work", () => {
    const quorate = (busy: boolean) => ({
      quorate: {
        busy,
        units: new Map([["ui", "held"]] as const),
        journals: new Map([["haproxy", "open"]]),
      },
    });
    assert.deepEqual(said(statusFrom(edited("well", "n1", () => quorate(false)))), [
      "node n1: a change of unit haproxy has not ended (open)",
      "node n1: unit ui keeps silent until a release: run `pulumi up`",
    ]);
    const busy = statusFrom(edited("well", "n1", () => quorate(true)));
    assert.deepEqual(said(busy), []);
    assert.match(printStatus(busy), /^node n1 .* up, an operation is at work/m);
  });

  it("tells of a node that its NIC watchdog keeps out of service", () => {
    const status = statusFrom(edited("well", "n2", () => ({ cutOff: ["eth0"] })));
    assert.deepEqual(said(status), ["node n2: the NIC watchdog keeps it out of service: no link at eth0"]);
    assert.match(printStatus(status), /^node n2 .* up, no link at eth0$/m);
  });

  it("names a node on which quorate never was, and has no quorum where nobody knows one", () => {
    const model = parseConfiguration(base());
    const blank = parseAnswer("service keepalived inactive\nservice haproxy inactive\nend\n");
    const status = statusFrom(new Map(["n1", "n2", "n3"].map((node) => [node, blank])), model);
    assert.equal(status.quorum, null);
    assert.match(said(status).join("\n"), /^node n1: quorate has never changed it: run `pulumi up`$/m);
    assert.match(said(status).join("\n"), /^VIP ui: 192\.0\.2\.100 is held by no node that answers$/m);
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

  it("is well exactly if every node answers, every VIP has one holder, and every server is up everywhere", () => {
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
        assert.equal(status.well, silent.length === 0 && holders.length === 1 && seesDown.length === 0);
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

  it("is a table, a block each", () => {
    assert.equal(
      printStatus(statusFrom(answers("partition"))).split("\n\nCluster")[0],
      [
        "             ADDRESS      STATE",
        "node n1      192.0.2.11   up",
        "node n2      192.0.2.12   up",
        "node n3      192.0.2.13   up",
        "witness q1   192.0.2.21   up",
        "",
        "                      QUORATE   VOTES              MEMBERS   CONFIG VERSION",
        "quorum at n1 and n3   yes       4 of 5, 3 needed   n1 n3     1",
        "quorum at n2          NO        1 of 5, 3 needed   n2        1",
        "",
        "         CONNECTED   DISCONNECTED",
        "link 0   1 of 3      n1-n2 n2-n3",
        "",
        "                ALIVE   VOTES   STATE       ALGORITHM   QNETD                QNETD SEES IT",
        "qdevice at n1   yes     yes     Connected   LMS         q1 192.0.2.21:5403   yes",
        "qdevice at n2   yes     NO      Connected   LMS         q1 192.0.2.21:5403   yes",
        "qdevice at n3   yes     yes     Connected   LMS         q1 192.0.2.21:5403   yes",
        "",
        "          ADDRESS       HELD BY     OTHERS",
        "VIP ui    192.0.2.100   n1 and n2   n3 BACKUP",
        "VIP ssh   192.0.2.101   n2 and n3   n1 BACKUP",
        "",
        "                ADDRESS         STATE",
        "server ssh/n1   192.0.2.11:22   UP (L7OK) at n1 and n3; DOWN (L4TOUT) at n2",
        "server ssh/n2   192.0.2.12:22   DOWN (L4TOUT) at n1 and n3; UP (L7OK) at n2",
        "server ssh/n3   192.0.2.13:22   UP (L7OK) at n1 and n3; DOWN (L4TOUT) at n2",
      ].join("\n"),
    );
  });
});
