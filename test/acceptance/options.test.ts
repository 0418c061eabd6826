import assert from "node:assert/strict";
import { exec } from "../../lab";
import { first, nodes, settled, vips } from "../support/lab/probes";
import { continuity, sampled } from "../support/lab/sampling";
import { type Edit, noChange, pulumi, standardStack, tryUp, up, withStack } from "../support/pulumi/labStack";
import { argumentsOf, neededHere, type Option, urns } from "../support/pulumi/options";
import { sample } from "../support/sweep";

/** Another set of addresses for the group `ui`, whose MASTER is n1. */
const moved: Edit = ({ vrrp }) => {
  vrrp.ui.virtualIpaddress = [`${vips.ui}/24`, "192.0.2.102/24"];
};

/** Another text for haproxy on all nodes. */
const slower: Edit = ({ haproxy }) => {
  haproxy.timeouts = { connect: "4s" };
};

/** Both. */
const both: Edit = (stack) => {
  moved(stack);
  slower(stack);
};

interface Row {
  readonly edit?: Edit;
  readonly options: readonly Option[];
  /** Options that name no resource. */
  readonly more?: readonly string[];
  /** The words of a refusal; undefined if the update succeeds. */
  readonly refused?: RegExp;
}

const programStays = /quorate's program stays, because quorate\/lab\/lab has units here.*`pulumi up` repairs/;
const leftOut =
  /this update leaves out the VRRP group's members on .*Run the update without --target and --exclude/s;

const rows: readonly Row[] = [
  { options: ["--replace lab-n1"], refused: programStays },
  { options: ["--target lab-n2", "--replace lab-n2"], refused: programStays },
  { options: ["--replace keepalived-n1"], refused: neededHere },
  { options: ["--replace ui-n1"], refused: neededHere },
  { options: ["--target ssh-n2", "--replace ssh-n2"], refused: neededHere },
  { options: ["--replace haproxy-n2"], refused: neededHere },
  { options: ["--replace haproxy-sshd-n3"], refused: neededHere },
  { options: ["--replace lab-n1-units"] },
  { options: ["--replace ui-n2-release"] },
  { edit: moved, options: ["--target ui-n1"], refused: leftOut },
  { edit: moved, options: ["--target ui-n2"], refused: leftOut },
  // n3 is the first of the roll: it stays silent until the others have the change.
  { edit: moved, options: ["--target ui-n3"] },
  { edit: moved, options: ["--target ui-n3", "--target ui-n3-release"], refused: leftOut },
  { edit: moved, options: ["--target ui-n2-release"], refused: leftOut },
  { edit: moved, options: ["--exclude ui-n1"], refused: leftOut },
  { edit: moved, options: ["--exclude ui-n3"], refused: leftOut },
  { edit: moved, options: ["--target ui-n3"], more: ["--target-dependents"] },
  { edit: slower, options: ["--target haproxy-n2"] },
  { edit: slower, options: ["--exclude haproxy-n1"] },
  { edit: both, options: ["--target haproxy-n2"] },
];

const kindOf = ({ edit, refused }: Row): string => `${edit?.name ?? "same"} ${String(refused !== undefined)}`;

const title = ({ edit, options, more = [] }: Row): string =>
  [...(edit ? ["a change with"] : []), ...options, ...more].join(" ");

/** Demands that each VIP stays on its first node while `action` runs, and that all services run afterwards. */
async function undisturbed(action: () => Promise<unknown>): Promise<void> {
  const samples = await sampled(action);
  for (const vip of ["ui", "ssh"] as const)
    assert.deepEqual(continuity(samples, vips[vip]), { atOnce: 1, gapMs: 0, holders: [first[vip]] }, vip);
  assert.ok(continuity(samples, "192.0.2.102").atOnce <= 1, "two nodes hold the added address");
  for (const node of nodes)
    assert.equal((await exec(node, "systemctl is-active keepalived haproxy")).stdout, "active\nactive", node);
}

describe("options of Pulumi keep all services up, or are refused with what to run instead", () => {
  before(standardStack);
  after(() => noChange());

  for (const row of sample(rows, { kindOf, count: 5 })) {
    it(title(row), async () => {
      const args = await argumentsOf(row.options);
      await undisturbed(async () => {
        const { exitCode, errors } = await tryUp(row.edit, [...args, ...(row.more ?? [])]);
        assert.equal(exitCode === 0, row.refused === undefined, errors);
        if (row.refused) assert.match(errors, row.refused);
        await up();
      });
      await settled();
    });
  }

  it("state delete, refresh, import, cancel", async () => {
    const member = (await urns()).get("ui-n1") ?? assert.fail();
    await undisturbed(async () => {
      const lost = await pulumi(["state", "delete", member, "--yes", "--force", "--target-dependents"]);
      assert.equal(lost.exitCode, 0, lost.stderr);
      await up();
      const refresh = await pulumi(["refresh", "--yes", "--skip-preview", ...withStack()]);
      assert.equal(refresh.exitCode, 0, refresh.stdout);
      const adopted = ["import", "command:remote:Command", "ui-n9", "ui-n9", "--yes", "--protect=false"];
      assert.notEqual((await pulumi([...adopted, ...withStack()])).exitCode, 0);
      await pulumi(["cancel", "--yes"]);
    });
  });
});
