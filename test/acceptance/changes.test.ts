import assert from "node:assert/strict";
import { exec } from "../../lab";
import type { Deployment } from "../support/pulumi/deployment";
import { first, heldBy, holders, nodes, settled, vips } from "../support/lab/probes";
import { continuity, sampled } from "../support/lab/sampling";
import { type Edit, noChange, planned, standardStack, up } from "../support/pulumi/labStack";
import { startTraffic } from "../support/lab/traffic";

/** The standard stack with a full list of servers, one of them changed. */
const servers: Edit = ({ haproxy }) => {
  const n3 = { port: 22, weight: 10 };
  haproxy.backends["ssh"] = { check: { ssh: true }, servers: { n1: { port: 22 }, n2: { port: 22 }, n3 } };
};

const addresses =
  (ui: string[], ssh: string[]): Edit =>
  ({ vrrp }) => {
    vrrp.ui.virtualIpaddress = ui.map((address) => `${address}/24`);
    vrrp.ssh.virtualIpaddress = ssh.map((address) => `${address}/24`);
  };

const names = ({ steps }: Deployment): string[] => steps.map(({ name }) => name);

/** Demands that each step began after the end of the one before. */
function assertOneByOne({ steps }: Deployment): void {
  for (const [index, { name, began }] of steps.entries()) {
    const before = steps[index - 1];
    assert.ok(
      !before || (before.ended ?? Infinity) < began,
      `${name} began before ${before?.name} had ended`,
    );
  }
}

async function passwordOf(group: string): Promise<string> {
  const line = `sed -n 's/^ *auth_pass //p' /etc/keepalived/conf.d/20-vrrp_instances-${group}.conf`;
  const read = await Promise.all(nodes.map(async (node) => (await exec(node, line)).stdout));
  assert.equal(new Set(read).size, 1, "the members have different passwords");
  return read[0] ?? "";
}

/** Samples a change, and demands that the VIPs stay on their nodes, with gaps of at most `maximumGapMs`. */
async function withoutInterruption(change: () => Promise<unknown>, maximumGapMs = 0): Promise<void> {
  const samples = await sampled(async () => {
    await change();
    await settled();
  });
  for (const vip of ["ui", "ssh"] as const) {
    const { atOnce, gapMs, holders } = continuity(samples, vips[vip]);
    assert.equal(atOnce, 1, `${vip} was on ${atOnce} nodes at once: ${holders.join(", ")}`);
    assert.ok(gapMs <= maximumGapMs, `nobody had ${vip} for up to ${gapMs} ms`);
    assert.deepEqual(holders, [first[vip]], `${vip} moved`);
  }
}

describe("changes of a running stack", () => {
  before(standardStack);

  it("of one haproxy server change one unit per node, BACKUPs first, and drop no connection", async () => {
    const plan = await planned(servers);
    assert.deepEqual(
      plan.sort(),
      nodes.map((node) => `update haproxy-${node}`),
    );
    const traffic = await startTraffic(vips.ssh, 22, 6);
    const deployment = await up(servers);
    const { held, opened, echoes, failures } = await traffic.stop();
    assert.deepEqual(failures, []);
    assert.equal(held, 6);
    assert.ok(
      opened > 20 && echoes > 20,
      `only ${opened} connections and ${echoes} echoes during the update`,
    );

    assert.deepEqual(deployment.steps.map(({ op, name }) => `${op} ${name}`).sort(), plan.sort());
    assert.equal(names(deployment).at(-1), `haproxy-${first.ssh}`, "the holder of the VIP is not the last");
    assertOneByOne(deployment);
  });

  it("roll to the node that holds the VIP now last, whatever the order says", async () => {
    await exec("n2", "systemctl stop keepalived");
    await heldBy("ssh", "n3");
    // n2's keepalived has drift, so the update repairs its groups, too. Only haproxy's roll counts here.
    const rolled = names(await up()).filter((name) => /^haproxy-n\d$/.test(name));
    assert.equal(rolled.length, 3);
    assert.equal(rolled.at(-1), "haproxy-n3");
    await settled();
  });

  it("of a group's addresses leave the others where they are, without a moment of two MASTERs or none", async () => {
    const stages = [
      { ui: [vips.ui, "192.0.2.102"], ssh: [vips.ssh] }, // one added
      { ui: [vips.ui, "192.0.2.103"], ssh: [vips.ssh, "192.0.2.104"] }, // one added, one removed, and one added in the other group
      { ui: [vips.ui], ssh: [vips.ssh] }, // one removed
    ];
    const samples = await sampled(async () => {
      for (const { ui, ssh } of stages) {
        await withoutInterruption(() => up(addresses(ui, ssh)));
        const wanted = { 102: ui, 103: ui, 104: ssh };
        for (const [number, list] of Object.entries(wanted)) {
          const node = list === ui ? first.ui : first.ssh;
          const address = `192.0.2.${number}`;
          assert.deepEqual(await holders(address), list.includes(address) ? [node] : [], address);
        }
      }
    });
    for (const number of [102, 103, 104]) {
      const { atOnce, holders } = continuity(samples, `192.0.2.${number}`);
      assert.equal(atOnce, 1, `192.0.2.${number} was on ${atOnce} nodes at once`);
      assert.equal(holders.length, 1, `192.0.2.${number} moved: ${holders.join(", ")}`);
    }
  });

  it("of a password reach every member, without a moment of two MASTERs or none", async () => {
    const before = { ui: await passwordOf("ui"), ssh: await passwordOf("ssh") };
    const type = "quorate:vrrp:VrrpGroup$random:index/randomPassword:RandomPassword";
    const replace = ["--replace", `urn:pulumi:lab::quorate::${type}::ui-auth-pass`];
    await withoutInterruption(() => up(undefined, replace));
    assert.notEqual(await passwordOf("ui"), before.ui);
    assert.equal(await passwordOf("ssh"), before.ssh);
    await noChange();
  });

  it("of a VRID leave no client without the VIP for more than an advert interval", async () => {
    await withoutInterruption(
      () =>
        up(({ vrrp }) => {
          vrrp.ui.virtualRouterId = 61;
        }),
      1000,
    );
  });
});
