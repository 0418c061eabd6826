import assert from "node:assert/strict";
import { type NodeAnswer, parseAnswer } from "../../agent/status/answer";
import { type Recorded, recorded } from "../support/agent/answers";

const answer = (name: Recorded, node: string): NodeAnswer => parseAnswer(recorded(name).get(node) ?? "");

/** An answer with these lines. */
const of = (...lines: string[]): NodeAnswer => parseAnswer([...lines, "end", ""].join("\n"));

describe("what a node answers to a status", () => {
  it("is read whole if all is well", () => {
    const { corosync, quorate, ...rest } = answer("well", "n1");
    assert.deepEqual(rest, {
      ...{ cutOff: [], checks: new Map(), groups: new Map(), drift: [], foreign: [] },
      addresses: [
        ...["127.0.0.1", "::1", "192.0.2.11", "192.0.2.100", "fe80::c0ff:fe00:20b", "198.51.100.11"],
        "fe80::1:c0ff:fe00:20b",
      ],
      services: new Map(
        ["corosync", "corosync-qdevice", "haproxy", "keepalived", "quorate-vrrp-firewall"].map((name) => [
          name,
          "active",
        ]),
      ),
      vrrp: new Map([
        ["ssh", "BACKUP"],
        ["ui", "MASTER"],
      ]),
      servers: ["n1", "n2", "n3"].map((name) => ({ backend: "ssh", name, state: "UP", check: "L7OK" })),
    });
    assert.deepEqual(
      [quorate?.busy !== undefined, quorate?.journals.size, quorate?.units.get("ui")],
      [false, 0, "in-service"],
    );
    assert.deepEqual(corosync, {
      cluster: "lab",
      version: 1,
      fileVersion: 1,
      names: new Map([
        [1, "n1"],
        [2, "n2"],
        [3, "n3"],
      ]),
      quorum: {
        quorate: true,
        expectedVotes: 5,
        totalVotes: 5,
        quorum: 3,
        flags: ["Quorate", "Qdevice"],
        members: [1, 2, 3],
        qdevice: "A,V,NMW",
      },
      links: [
        { peer: 2, link: 0, connected: true },
        { peer: 3, link: 0, connected: true },
      ],
      qdevice: { host: "192.0.2.21:5403", algorithm: "LMS", state: "Connected" },
    });
  });

  it("tells of a member that is gone: no member, disconnected, unknown to qnetd", () => {
    const { corosync } = answer("n3-crashed", "n2");
    assert.deepEqual(corosync?.quorum?.members, [1, 2]);
    assert.deepEqual(
      corosync.links.map(({ peer, connected }) => [peer, connected]),
      [
        [1, true],
        [3, false],
      ],
    );
    assert.deepEqual(answer("n3-crashed", "q1").qnetd, [
      { cluster: "lab", nodeId: 1 },
      { cluster: "lab", nodeId: 2 },
    ]);
  });

  it("tells of lost quorum, whose number has words behind it", () => {
    const { corosync } = answer("partition", "n2");
    const { quorate, quorum, totalVotes, flags } = corosync?.quorum ?? {};
    assert.deepEqual([quorate, quorum, totalVotes, flags], [false, 3, 1, ["Qdevice"]]);
  });

  it("tells of a qdevice that isn't connected, and of one that isn't registered", () => {
    const { corosync } = answer("q1-crashed", "n1");
    assert.deepEqual([corosync?.qdevice?.state, corosync?.quorum?.qdevice], ["Connecting", "A,NV,NMW"]);
    const row = "quorum          1          1         NR 192.0.2.11 (local)";
    const cmap = "cmap totem.config_version (u64) = 4";
    assert.equal(of(cmap, "quorum Expected votes:   1", row).corosync?.quorum?.qdevice, "NR");
  });

  it("tells of a server that is down, while another check is under way", () => {
    const { servers } = answer("n2-servers-down", "n1");
    assert.deepEqual(
      servers?.find(({ name }) => name === "n2"),
      { backend: "ssh", name: "n2", state: "DOWN", check: "L4CON" },
    );
    const [server] =
      of("haproxy # pxname,svname,status,check_status", "haproxy b,s,UP 1/3,* L4TOUT").servers ?? [];
    assert.deepEqual([server?.state, server?.check], ["UP 1/3", "L4TOUT"]);
  });

  it("tells of a transaction at work, one that was cut short, a unit that is held, and the owners", () => {
    const { quorate } = of(
      ...["quorate installed", "busy root@192.0.2.1 2026-11-30 20:15:03 UTC"],
      ...["owner keepalived quorate/lab/lab", "owner keepalived other/lab/lab"],
      ...["unit ui held", "unit haproxy in-service", "journal corosync parked"],
    );
    assert.deepEqual(quorate, {
      busy: "root@192.0.2.1 2026-11-30 20:15:03 UTC",
      owned: [
        { unit: "keepalived", owner: "quorate/lab/lab" },
        { unit: "keepalived", owner: "other/lab/lab" },
      ],
      units: new Map([
        ["ui", "held"],
        ["haproxy", "in-service"],
      ]),
      journals: new Map([["corosync", "parked"]]),
    });
  });

  it("names the interfaces for which the NIC watchdog keeps the node out of service", () => {
    assert.deepEqual(of("cut-off eth0 eth1").cutOff, ["eth0", "eth1"]);
  });

  it("is little if quorate never was and nothing runs", () => {
    assert.deepEqual(of("service keepalived inactive", "address 192.0.2.11"), {
      addresses: ["192.0.2.11"],
      services: new Map([["keepalived", "inactive"]]),
      ...{ cutOff: [], checks: new Map(), groups: new Map(), drift: [], foreign: [] },
      vrrp: new Map(),
    });
  });

  it("is refused if it was cut short", () => {
    const whole = recorded("well").get("n1") ?? "";
    assert.throws(() => parseAnswer(whole.slice(0, -5)), /cut short/);
    assert.throws(() => parseAnswer(""), /cut short/);
  });
});
