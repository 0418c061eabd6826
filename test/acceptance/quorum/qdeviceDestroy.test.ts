import assert from "node:assert/strict";
import { waitFor } from "../../../lab";
import { assertAsBefore, snapshot } from "../../support/lab/snapshot";
import { run } from "../../support/agent/verbs";
import { pulumi } from "../../support/pulumi/labStack";
import { freshLab, up } from "../../support/corosync/corosyncStack";

describe("destroy of a cluster with a qdevice", () => {
  it("leaves its nodes and the witness as they were", async () => {
    await freshLab("q1");
    const machines = ["n1", "n2", "q1"];
    const before = await Promise.all(machines.map(snapshot));
    await up({ nodes: { n1: {}, n2: {} }, quorum: { qdevice: { host: "q1" } }, witnesses: ["q1"] });
    const { exitCode, stdout, stderr } = await pulumi(["destroy", "--yes", "--skip-preview"]);
    assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
    // The processes of a login end 10 s after it.
    await waitFor(
      async () =>
        (
          await Promise.all(machines.map((each) => run(each, "systemctl list-units --no-legend 'user@*'")))
        ).join("") === "",
      {
        what: "root's session to end",
      },
    );
    for (const [index, machine] of machines.entries()) await assertAsBefore(machine, before[index] ?? {});
  });
});
