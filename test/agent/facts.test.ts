import assert from "node:assert/strict";
import { parseFacts as factsFor } from "../../agent/facts";
import { noFacts } from "../support/agent/noFacts";

const owner = "quorate/lab/lab";
const parseFacts = (text: string) => factsFor(text, owner);

describe("parseFacts", () => {
  it("reads what a node's program prints", () => {
    const text = [
      "family debian",
      "stamp 3f-9a 2026-11-26 15:48:04.1 +0000",
      "program 5eed 0ddba11",
      "address 192.0.2.11",
      "address 2001:db8::11",
      "unit haproxy abc in-service one aa - quorate/lab/lab",
      "claim other/lab/lab dns vrid eth0 4 60",
      "claim quorate/lab/lab ui vrid eth0 4 51",
      "unit dns 123 in-service six cc - other/lab/lab",
      "unit ui 456 shared seven - - other/lab/lab",
      "unit ui def held two bb three quorate/lab/lab",
      "list quorate/lab/lab c0ffee four",
      "unlisted ui quorate/lab/lab",
      "open ui mv: cannot move a file: Operation not permitted",
      "drift ui /etc/k/one 0600 root:root 123",
      "drift dns /etc/k/two absent",
      "drift ui keepalived not-running",
      "",
    ].join("\n");
    assert.deepEqual(parseFacts(text), {
      family: "debian",
      stamp: "3f-9a 2026-11-26 15:48:04.1 +0000",
      program: { digest: "5eed", base: "0ddba11" },
      lists: new Map([["quorate/lab/lab", { digest: "c0ffee", base: "four" }]]),
      unlisted: [{ unit: "ui", owner: "quorate/lab/lab" }],
      open: [{ unit: "ui", reason: "mv: cannot move a file: Operation not permitted" }],
      addresses: ["192.0.2.11", "2001:db8::11"],
      others: [
        { unit: "dns", owner: "other/lab/lab", digest: "123", base: "six", further: false },
        { unit: "ui", owner: "other/lab/lab", digest: "456", base: "seven", further: true },
      ],
      claims: [{ unit: "dns", owner: "other/lab/lab", claim: ["vrid", "eth0", "4", "60"] }],
      units: new Map([
        [
          "haproxy",
          { digest: "abc", held: false, base: "one", signature: "aa", signatureBase: "", drift: [] },
        ],
        [
          "ui",
          {
            digest: "def",
            held: true,
            base: "two",
            signature: "bb",
            signatureBase: "three",
            drift: [
              "open mv: cannot move a file: Operation not permitted",
              "/etc/k/one 0600 root:root 123",
              "keepalived not-running",
            ],
          },
        ],
      ]),
    });
  });

  it("reads that the NIC watchdog keeps the node out of service", () => {
    assert.deepEqual(parseFacts("family debian\ncut-off eth0 eth1\n").cutOff, ["eth0", "eth1"]);
  });

  it("reads what a node tells of Proxmox's cluster; a dash is nothing", () => {
    const { corosync } = parseFacts("corosync pve ab12 cd34 ef56 0ddba11 -\n");
    assert.deepEqual(corosync?.proxmox, {
      ...{ present: "ab12", settled: "cd34", wanted: "ef56", settleBase: "0ddba11", currentToken: "" },
    });
  });

  it("reads what a node tells of corosync", () => {
    const text = [
      "corosync high 9",
      "corosync restart",
      "corosync file 6 abc lab",
      "corosync runs 5 yes lab",
      "corosync node 1 n1 0=192.0.2.11 1=198.51.100.11",
      "corosync node 4 n2 0=2001:db8::12",
      "corosync link 1 sctp",
    ].join("\n");
    assert.deepEqual(parseFacts(text).corosync, {
      running: { version: 5, quorate: true, cluster: "lab" },
      file: { version: 6, digest: "abc", cluster: "lab" },
      highest: 9,
      restart: true,
      nodes: new Map([
        ["n1", { id: 1, links: { 0: "192.0.2.11", 1: "198.51.100.11" } }],
        ["n2", { id: 4, links: { 0: "2001:db8::12" } }],
      ]),
      transports: { 1: "sctp" },
    });
    const { corosync } = parseFacts("corosync runs 0 no debian");
    assert.deepEqual(corosync?.running, { version: 0, quorate: false, cluster: "debian" });
    assert.deepEqual([corosync.highest, corosync.restart, corosync.nodes.size], [0, false, 0]);
  });

  it("reads what a script told of changes by hand, behind an empty line", () => {
    const { watched } = parseFacts("family debian\n\ngroup ui 192.0.2.100\nforeign a\nend\n");
    assert.deepEqual([watched?.groups, watched?.foreign], [new Map([["ui", ["192.0.2.100"]]]), ["a"]]);
    assert.equal(parseFacts("family debian\n\n").watched, undefined);
  });

  it("reads the family of a node that is of none", () => {
    assert.equal(parseFacts("family unknown (alpine )\n").family, "unknown (alpine )");
  });

  it("takes silence for a node on which quorate never was", () => {
    assert.deepEqual(parseFacts(""), noFacts);
  });

  for (const line of ["Last login: today", "drift ui /etc/a absent", "sudo: a password is required"]) {
    it(`stops at "${line}"`, () => {
      assert.throws(() => parseFacts(`family debian\n${line}\n`), new RegExp(`the node answered "${line}"`));
    });
  }
});
