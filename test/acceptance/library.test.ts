import assert from "node:assert/strict";
import { addresses, clone, inClient, type Outcome, waitFor } from "../../lab";
import { nodes } from "../support/lab/probes";
import { environment, noStack } from "../support/pulumi/labStack";

/** Runs the CLI on the example, in its own stack. */
async function pulumi(...args: string[]): Promise<void> {
  const folder = ["--cwd", `${clone}/examples/library`, "--stack", "library", "--non-interactive"];
  const { exitCode, stdout, stderr }: Outcome = await inClient([`${clone}/bin/pulumi`, ...args, ...folder], {
    env: environment,
  });
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
}

/** The node whose web UI answers at the example's address. */
async function visit(): Promise<string> {
  const { stdout } = await inClient(["curl", "-ks", "--max-time", "10", "https://192.0.2.110/"]);
  return /<title>(\S+) - Proxmox/.exec(stdout)?.[1] ?? "";
}

describe("a program of your own, as in examples/library", () => {
  before(noStack);
  before(() => pulumi("stack", "init", "--no-select"));
  before(() => pulumi("up", "--yes", "--skip-preview", "--policy-pack", `${clone}/policy`));
  after(() => pulumi("stack", "rm", "--yes", "--force"));

  it("brings up its load balancer behind its VIP; a client keeps its node", async () => {
    const settled = async (): Promise<boolean> => (await addresses("n1")).includes("192.0.2.110");
    await waitFor(settled, { what: "the first node in order to have the VIP" });
    const node = await waitFor(visit, { what: "the web UI behind the VIP" });
    assert.ok((nodes as readonly string[]).includes(node));
    for (let visits = 0; visits < 3; visits++)
      assert.equal(await visit(), node, "the client was sent elsewhere");
  });

  it("changes nothing the second time, and goes", async () => {
    await pulumi("preview", "--expect-no-changes");
    await pulumi("destroy", "--yes", "--skip-preview");
    assert.equal(await visit(), "");
  });
});
