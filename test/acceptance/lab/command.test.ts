import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { clone, command, down, exec, type Outcome, waitFor } from "../../../lab";
import { first, settled, vips } from "../../support/lab/probes";

const lab = (): Promise<Outcome> => command([`${clone}/bin/quorate`, "lab"]);

/** Runs the command and presses Ctrl-C at a moment: SIGINT goes to the terminal's whole foreground group. */
async function interrupted(moment: () => Promise<boolean>): Promise<Outcome> {
  const child = spawn(`${clone}/bin/quorate`, ["lab"], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = once(child, "exit");
  await waitFor(moment, { what: "the moment for Ctrl-C" });
  process.kill(-(child.pid ?? 0), "SIGINT");
  const [exitCode] = (await ended) as [number | null];
  const [stdout, stderr] = await output;
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

const succeeds = (node: string, line: string) => async (): Promise<boolean> =>
  (await exec(node, line).catch(() => undefined))?.exitCode === 0;

/** When the first node is up, and when the first unit is on a node. */
const moments = {
  "as the nodes come up": succeeds("n1", "true"),
  "as the stack is deployed": succeeds("n1", "ls /var/lib/quorate/units/*/manifest"),
};

describe("npm run lab", () => {
  before(down);
  after(down);

  for (const [name, moment] of Object.entries(moments)) {
    it(`ends at Ctrl-C ${name}`, async () => {
      const { exitCode, stderr } = await interrupted(moment);
      assert.equal(exitCode, 130);
      assert.match(stderr, /quorate: interrupted; run the same command again to continue\s*$/);
    });
  }

  /** The rows of the table: "NAME ADDRESS MASTER", and the node that answers. */
  function told(stdout: string): [string, string][] {
    const rows = stdout.split("\n").map((line) => line.trim().split(/ {2,}/));
    return rows
      .filter(([name = ""]) => /^(VIP|frontend) /.test(name))
      .map(([name = "", address = "", master = "", answeredBy = ""]) => [
        `${name} ${address} ${master}`,
        answeredBy,
      ]);
  }

  it("goes on from there, and ends with who holds each VIP and who answers", async () => {
    const { exitCode, stdout, stderr } = await lab();
    assert.equal(exitCode, 0, stderr);
    const rows = told(stdout);
    assert.equal(rows.length, 3, stdout);
    // The election may not have ended, but some node has the VIP.
    for (const [what, answeredBy] of rows) {
      assert.match(what, / n[123]$/);
      assert.match(answeredBy, /^n[123]$/);
    }
  });

  it("changes nothing when it's run again, and tells each VIP where it belongs by then", async () => {
    await settled();
    const { exitCode, stdout, stderr } = await lab();
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /Stack lab: no change/);
    assert.deepEqual(
      told(stdout).map(([what]) => what),
      [
        `VIP ssh ${vips.ssh} ${first.ssh}`,
        `VIP ui ${vips.ui} ${first.ui}`,
        `frontend ssh ${vips.ssh}:22 ${first.ssh}`,
      ],
    );
  });
});
