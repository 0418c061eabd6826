import assert from "node:assert/strict";
import { printStatus } from "../../../../cli/operator/status/print";
import { answers, edited, statusFrom } from "../../../support/agent/statuses";

describe("the status as text", () => {
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

  it("lists the owners if there are several", () => {
    const quorate = (owned: { unit: string; owner: string }[]) => () => ({
      quorate: { units: new Map(), journals: new Map(), owned },
    });
    const own = { unit: "ui", owner: "quorate/lab/lab" };
    const one = statusFrom(edited("well", "n1", quorate([own])));
    assert.doesNotMatch(printStatus(one), /owner/);
    const both = [
      { unit: "keepalived", owner: "quorate/lab/lab" },
      { unit: "keepalived", owner: "other/lab/lab" },
    ];
    const two = statusFrom(edited("well", "n1", quorate([own, ...both])));
    const table = [
      "                        NODES   UNITS",
      "owner other/lab/lab     n1      keepalived",
      "owner quorate/lab/lab   n1      keepalived ui",
    ];
    assert.ok(printStatus(two).includes(`\n\n${table.join("\n")}\n\nCluster`), printStatus(two));
  });
});
