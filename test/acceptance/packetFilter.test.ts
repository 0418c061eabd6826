import assert from "node:assert/strict";
import { backUp, exec, restore, waitFor } from "../../lab";
import { holders, settled, vips } from "../support/lab/probes";
import { mend, whileOff } from "../support/lab/recovery";
import { continuity, sampled } from "../support/lab/sampling";
import { noChange, standardStack } from "../support/pulumi/labStack";

/** A BACKUP of the VIP of `ui`. */
const node = "n2";

async function run(line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await exec(node, line);
  assert.equal(exitCode, 0, `${line}: ${stderr}`);
  return stdout;
}

/** The BACKUP stays one with rules that accept VRRP. It may become MASTER for a moment while the rules load. */
async function assertHears(): Promise<void> {
  const hears = async (): Promise<boolean> => {
    // The sample is longer than three adverts and the skew time.
    const samples = await sampled(() => new Promise((resolve) => setTimeout(resolve, 5000)));
    return continuity(samples, vips.ui).atOnce === 1;
  };
  await waitFor(hears, { what: `${node} to hear the MASTER` });
}

/** The same rules must make two nodes MASTER without the part that accepts VRRP; otherwise the test proves nothing. */
async function assertWouldDrop(): Promise<void> {
  await run("systemctl stop quorate-vrrp-firewall");
  await waitFor(async () => (await holders(vips.ui)).length === 2, {
    what: "the rules to drop VRRP",
  });
}

/** The zones of firewalld that accept VRRP, in its running or its permanent rules. */
async function zonesWithRule(rules = ""): Promise<string[]> {
  const zones = (await run("firewall-cmd --get-zones")).split(" ");
  const accepts = async (zone: string): Promise<boolean> =>
    (await run(`firewall-cmd ${rules} --zone=${zone} --list-rich-rules`)).includes('value="vrrp" accept');
  const accepting: string[] = [];
  for (const zone of zones) if (await accepts(zone)) accepting.push(zone);
  return accepting;
}

const strict = `flush ruleset
table inet strict {
  chain input {
    type filter hook input priority 0; policy drop
    ct state established,related accept
    meta l4proto { tcp, icmp } accept
    iif lo accept
  }
}`;

describe("a packet filter that drops what it doesn't know", () => {
  before(async () => {
    await standardStack();
    await whileOff(node, backUp);
    await settled();
  });
  afterEach(async () => {
    await whileOff(node, restore);
    await mend();
  });

  it("lets VRRP through, however and whenever nftables loads its rules", async () => {
    await run(`printf '%s' '${strict}' >/etc/nftables.conf`);
    for (const verb of ["start", "reload", "restart", "start"]) {
      await run(`systemctl ${verb} nftables`);
      await waitFor(async () => (await run("nft list ruleset")).includes("quorate-vrrp"), {
        what: `the acceptance after a ${verb}`,
      });
      if (verb === "restart") await run("systemctl stop nftables");
    }
    await noChange();
    await assertHears();
    await assertWouldDrop();
  });

  it("lets VRRP through if firewalld comes after quorate, in each zone in use, and loads its rules anew", async () => {
    await run("apt-get -q -y --no-install-recommends install netbase firewalld");
    await run("firewall-offline-cmd --zone=work --add-interface=eth1; systemctl restart firewalld");
    await waitFor(async () => (await zonesWithRule("--permanent")).length === 2, {
      what: "both zones in use to accept VRRP",
    });
    await run("firewall-cmd --reload");
    assert.deepEqual(await zonesWithRule(), ["public", "work"]);
    assert.equal((await run("nft list ruleset")).includes("quorate-vrrp"), false);
    await assertHears();
    await assertWouldDrop();
    for (const rules of ["", "--permanent"]) assert.deepEqual(await zonesWithRule(rules), []);
  });

  it("lets VRRP through when you switch on the ufw that is there, which no service does", async () => {
    await run("apt-get -q -y --no-install-recommends install ufw; systemctl restart quorate-vrrp-firewall");
    await run("ufw --force enable");
    await assertHears();
    await assertWouldDrop();
  });
});
