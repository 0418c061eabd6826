import assert from "node:assert/strict";
import { changes } from "../../../cli/developer/deploy";
import { table } from "../../../cli/table";

describe("what quorate lab says at the end", () => {
  it("counts changes as Pulumi does", () => {
    const output = (lines: string): string =>
      `Outputs:\n    vips: []\n\nResources:\n${lines}\nDuration: 3s\n`;
    assert.equal(changes(output("    + 46 created\n")), "+ 46 created");
    assert.equal(
      changes(output("    ~ 2 updated\n    - 1 deleted\n    3 changes. 40 unchanged\n")),
      "~ 2 updated, - 1 deleted, 3 changes. 40 unchanged",
    );
    assert.equal(changes(output("    46 unchanged\n")), "no change");
  });

  it("does not take an output that it can't read for no change", () => {
    assert.throws(() => changes("Updating (lab)\n"), /no summary/);
  });

  it("lines its table up, without blanks at the ends of lines", () => {
    const rows = [
      ["VIP ui", "192.0.2.100", "n1"],
      ["VIP ssh", "192.0.2.101", ""],
    ];
    assert.equal(
      table(["", "ADDRESS", "MASTER"], rows),
      "          ADDRESS       MASTER\nVIP ui    192.0.2.100   n1\nVIP ssh   192.0.2.101",
    );
  });
});
