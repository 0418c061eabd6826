import assert from "node:assert/strict";
import { boot, crash, exec, waitFor } from "../../lab";
import { first, heldBy, settled, vips } from "../support/lab/probes";
import { continuity, sampled } from "../support/lab/sampling";
import {
  destroy,
  type Edit,
  noChange,
  pulumi,
  standardStack,
  tryUp,
  up,
  withStack,
} from "../support/pulumi/labStack";

/** The stack without n3. */
const withoutN3: Edit = ({ cluster, vrrp }) => {
  const { n1, n2 } = cluster.nodes;
  assert.ok(n1 && n2);
  cluster.nodes = { n1, n2 };
  vrrp.ui.order = ["n1", "n2"];
  vrrp.ssh.order = ["n2", "n1"];
};

describe("a node that is gone for good", () => {
  before(standardStack);
  after(async () => {
    await up();
    await settled();
  });

  it("keeps a destroy from any change on the others", async () => {
    await crash("n3");
    const samples = await sampled(async () => {
      const { exitCode, stdout, stderr } = await destroy();
      assert.notEqual(exitCode, 0);
      assert.match(stdout + stderr, /lab-n3-units[^]*dial tcp 192\.0\.2\.13:22/);
    });
    for (const vip of ["ui", "ssh"] as const)
      assert.deepEqual(continuity(samples, vips[vip]), { atOnce: 1, gapMs: 0, holders: [first[vip]] }, vip);
    const refreshed = await pulumi(["refresh", "--yes", "--skip-preview", ...withStack()]);
    assert.equal(refreshed.exitCode, 0, refreshed.stdout);
    await boot("n3");
    await settled();
    await up();
    await noChange();
  });

  it("is taken out of the stack when the state has forgotten it; the others serve on", async () => {
    await crash("n3");
    const refused = await tryUp(withoutN3);
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.errors, /dial tcp 192\.0\.2\.13:22/);
    const samples = await sampled(async () => {
      const program =
        "urn:pulumi:lab::quorate::quorate:cluster:ProxmoxCluster$command:remote:Command::lab-n3";
      const { exitCode, stderr } = await pulumi([
        "state",
        "delete",
        program,
        "--yes",
        "--force",
        "--target-dependents",
      ]);
      assert.equal(exitCode, 0, stderr);
      await up(withoutN3);
    });
    for (const vip of ["ui", "ssh"] as const) {
      assert.deepEqual(continuity(samples, vips[vip]), { atOnce: 1, gapMs: 0, holders: [first[vip]] }, vip);
      await heldBy(vip, first[vip]);
    }
    await noChange(withoutN3);
  });

  it("takes no address when it boots later: keepalived doesn't start, and says why and what to run", async () => {
    const samples = await sampled(async () => {
      await boot("n3");
      const told = "journalctl -q -b -u keepalived -o cat --no-pager; systemctl is-active keepalived";
      await waitFor(async () => /other members have no group ui/.test((await exec("n3", told)).stdout), {
        what: "the words of n3",
      });
      const { stdout } = await exec("n3", told);
      assert.match(stdout, /node\.sh leave quorate\/lab\/lab.*\n(.*\n)*inactive$/);
    });
    for (const vip of ["ui", "ssh"] as const)
      assert.deepEqual(continuity(samples, vips[vip]), { atOnce: 1, gapMs: 0, holders: [first[vip]] }, vip);
  });
});
