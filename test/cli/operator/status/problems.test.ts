import assert from "node:assert/strict";
import { type NodeAnswer, parseAnswer } from "../../../../agent/status/answer";
import { printStatus } from "../../../../cli/operator/status/print";
import { parseConfiguration } from "../../../../model";
import { answers, edited, said, statusFrom } from "../../../support/agent/statuses";
import { base } from "../../../support/model/configurations";

describe("the problems of a stack", () => {
  it("tells of a qdevice whose host is gone", () => {
    const status = statusFrom(answers("q1-crashed"));
    assert.match(said(status)[0] ?? "", /^witness q1: /);
    assert.match(said(status)[1] ?? "", /^qdevice q1: n1 is not connected to qnetd: Connecting$/);
    assert.equal(status.quorum?.qdevice?.clients, null);
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

  it("tells of servers that are down", () => {
    assert.deepEqual(said(statusFrom(answers("n2-servers-down"))), [
      "server ssh/n2: DOWN (L4CON), as n1, n2 and n3 see it",
    ]);
    const without = edited("well", "n3", ({ servers = [] }) => ({ servers: servers.slice(1) }));
    assert.deepEqual(said(statusFrom(without)), ["server ssh/n1: not known, as n3 sees it"]);
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

  it("tells of checks that fail, of a group that a node lacks, and of an address that isn't on its first node", () => {
    const checks = (status: string) => ({ checks: new Map([["check_ui_pveproxy", status]]) });
    const everywhere = answers("well");
    for (const node of ["n1", "n2", "n3"])
      everywhere.set(node, { ...(everywhere.get(node) as NodeAnswer), ...checks("BAD") });
    assert.deepEqual(said(statusFrom(everywhere)), [
      "VIP ui: the check pveproxy fails on n1, n2 and n3, so 192.0.2.100 may not answer",
    ]);
    assert.deepEqual(said(statusFrom(edited("well", "n1", () => checks("INIT")))), []);
    const moved = edited("well", "n1", ({ addresses }) => ({
      ...checks("BAD"),
      addresses: addresses.filter((address) => address !== "192.0.2.100"),
    }));
    const n2 = moved.get("n2") as NodeAnswer;
    moved.set("n2", { ...n2, ...checks("GOOD"), addresses: [...n2.addresses, "192.0.2.100"] });
    // n2 comes first among the healthy.
    assert.deepEqual(said(statusFrom(moved)), ["VIP ui: the check pveproxy fails on n1"]);
    moved.set("n1", { ...(moved.get("n1") as NodeAnswer), ...checks("GOOD") });
    assert.deepEqual(said(statusFrom(moved)), [
      "VIP ui: 192.0.2.100 is held by n2, and n1 comes before it in the order",
    ]);
    const lacking = edited("well", "n2", ({ vrrp }) => ({
      vrrp: new Map([...vrrp].filter(([group]) => group !== "ui")),
    }));
    assert.deepEqual(said(statusFrom(lacking)), ["VIP ui: n2 doesn't run the group: run `pulumi up`"]);
  });

  it("tells of a change that was cut short or keeps a unit silent, but not while it is at work", () => {
    const quorate = (busy: boolean) => ({
      quorate: {
        ...(busy ? { busy: "root@192.0.2.1 2026-11-30 20:15:03 UTC" } : {}),
        owned: [],
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
    assert.match(
      printStatus(busy),
      /^node n1 .* up, an operation of root@192\.0\.2\.1 is at work since 2026-11-30 20:15:03 UTC/m,
    );
  });

  it("tells of services that the next boot doesn't start, and of changes by hand with their undo", () => {
    const changed = edited("well", "n2", ({ servers = [] }) => ({
      drift: ["keepalived is disabled"],
      foreign: ["package haproxy is held: undo it by `apt-mark unhold haproxy`"],
      servers: servers.map((server) =>
        server.name === "n1" ? { ...server, state: "MAINT", check: "" } : server,
      ),
    }));
    const status = statusFrom(changed);
    assert.deepEqual(said(status), [
      "node n2: package haproxy is held: undo it by `apt-mark unhold haproxy`",
      "node n2: keepalived is disabled: run `pulumi up`",
      "server ssh/n1: MAINT, as n2 sees it: undo it by `systemctl reload haproxy`",
    ]);
    assert.match(printStatus(status), /^node n2 .* up, keepalived is disabled, changed by hand$/m);
  });

  it("tells of a node that its NIC watchdog keeps out of service", () => {
    const status = statusFrom(edited("well", "n2", () => ({ cutOff: ["eth0"] })));
    assert.deepEqual(said(status), ["node n2: the NIC watchdog keeps it out of service: no link at eth0"]);
    assert.match(printStatus(status), /^node n2 .* up, no link at eth0$/m);
  });

  it("names a node that quorate never changed, and has no quorum if no node knows one", () => {
    const model = parseConfiguration(base());
    const blank = parseAnswer("service keepalived inactive\nservice haproxy inactive\nend\n");
    const status = statusFrom(new Map(["n1", "n2", "n3"].map((node) => [node, blank])), model);
    assert.equal(status.quorum, null);
    assert.match(said(status).join("\n"), /^node n1: quorate has never changed it: run `pulumi up`$/m);
    assert.match(said(status).join("\n"), /^VIP ui: 192\.0\.2\.100 is held by no node that answers$/m);
  });
});
