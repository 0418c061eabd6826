import assert from "node:assert/strict";
import { clone, inClient, type Outcome } from "../../lab";
import { type Deployment, deploymentOf } from "../support/pulumi/deployment";
import { nodeStates } from "../support/lab/nodeState";
import { environment, standardStack } from "../support/pulumi/labStack";

/** Runs the CLI on a program of this folder, in its own stack. */
async function pulumi(program: string, args: readonly string[]): Promise<Outcome> {
  const cwd = `${__dirname}/programs/${program}`;
  const argv = [`${clone}/bin/pulumi`, ...args, "--cwd", cwd, "--stack", "policy", "--non-interactive"];
  return inClient(argv, { env: { ...environment, PULUMI_NODEJS_TSCONFIG_PATH: `${clone}/tsconfig.json` } });
}

/** `pulumi up` of a program under the policy pack. */
async function upWithPolicies(program: string): Promise<Deployment> {
  const { exitCode, stderr } = await pulumi(program, ["stack", "init", "--no-select"]);
  assert.equal(exitCode, 0, stderr);
  const options = ["--yes", "--skip-preview", "--json", "--policy-pack", `${clone}/policy`];
  try {
    return deploymentOf(await pulumi(program, ["up", ...options]));
  } finally {
    await pulumi(program, ["stack", "rm", "--yes", "--force"]);
  }
}

async function assertStopped(program: string, ...words: RegExp[]): Promise<void> {
  const before = await nodeStates();
  const { exitCode, steps, stdout, errors, stderr } = await upWithPolicies(program);
  assert.notEqual(exitCode, 0, "it was not stopped");
  for (const word of words) assert.match(`${errors}\n${stderr}\n${stdout}`, word);
  assert.deepEqual(steps, [], "Commands had begun");
  assert.deepEqual(await nodeStates(), before);
}

describe("the policy pack", () => {
  before(standardStack);

  it("stops one VRID for two groups of a network, across clusters, before the first Command", () =>
    assertStopped("duplicateVrid", /vrrp-vrid-unique/, /77/));

  it("stops a generated password of 12 characters before the first Command", () =>
    assertStopped("longPassword", /vrrp-auth-pass-length/, /12 characters/));
});
