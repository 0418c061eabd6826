import assert from "node:assert/strict";
import { qnetdUnit } from "../../../render";

describe("qnetd's unit", () => {
  it("demands encryption only if the device does", () => {
    const [on, required] = (["on", "required"] as const).map(
      (tls) => qnetdUnit("debian", tls).files[0]?.content,
    );
    assert.match(on ?? "", /\nExecStart=\nExecStart=\/usr\/bin\/corosync-qnetd -f\n/);
    assert.match(required ?? "", /\nExecStart=\/usr\/bin\/corosync-qnetd -f -s req\n/);
  });

  it("is of the packages of its family, listens, and becomes its own authority", () => {
    const { packages, verifications, files } = qnetdUnit("rhel", "on");
    assert.deepEqual(packages, ["corosync-qnetd"]);
    assert.deepEqual(verifications, [
      { active: "corosync-qnetd" },
      { listening: "[::]:5403", process: "corosync-qnetd" },
    ]);
    assert.match(files[0]?.content ?? "", /^ExecStartPre=\+.*corosync-qnetd-certutil -i'$/m);
  });
});
