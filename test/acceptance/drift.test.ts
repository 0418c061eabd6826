import assert from "node:assert/strict";
import { exec, tree, waitFor } from "../../lab";
import { holders, nodes, settled, vips } from "../support/lab/probes";
import { mend } from "../support/lab/recovery";
import { deaf, dropRule, emptied, foreign } from "../support/lab/foreign";
import { untilStatusSays } from "../support/lab/status";
import {
  type Edit,
  noChange,
  planned,
  preview,
  standardStack,
  up,
  withStack,
} from "../support/pulumi/labStack";

async function run(node: string, line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await exec(node, line);
  assert.equal(exitCode, 0, `${node}: ${line}: ${stderr}`);
  return stdout;
}

/** Changes of a node by hand or by accident, the Commands that must repair them, and facts that nothing else shows. */
const drifts: { what: string; node: string; line: string; repairs: RegExp; fact?: string }[] = [
  {
    what: "a disabled keepalived",
    node: "n1",
    line: "systemctl disable keepalived",
    repairs: /^(ui|ssh)-n1$/,
    fact: "ui keepalived disabled",
  },
  {
    what: "a masked haproxy that runs",
    node: "n3",
    line: "systemctl mask haproxy",
    repairs: /^haproxy-n3$/,
    fact: "haproxy haproxy masked",
  },
  {
    what: "a mask until the next boot",
    node: "n3",
    line: "systemctl mask --runtime keepalived",
    repairs: /^(ui|ssh)-n3$/,
    fact: "ssh keepalived masked-runtime",
  },
  {
    what: "a disabled firewall service",
    node: "n2",
    line: "systemctl disable quorate-vrrp-firewall",
    repairs: /^keepalived-n2$/,
    fact: "keepalived quorate-vrrp-firewall disabled",
  },
  {
    what: "a disabled helper of the firewall service",
    node: "n1",
    line: "systemctl disable quorate-vrrp-firewall-again",
    repairs: /^keepalived-n1$/,
    fact: "keepalived quorate-vrrp-firewall-again.service disabled",
  },
  {
    what: "a removed package",
    node: "n1",
    line: "apt-get -q -y remove haproxy",
    repairs: /^haproxy-n1$/,
    fact: "haproxy haproxy removed",
  },
  {
    what: "a file edited by hand",
    node: "n3",
    line: "sed -i 's/timeout connect 5s/timeout connect 9s/' /etc/haproxy/haproxy.cfg",
    repairs: /^haproxy-n3$/,
  },
  {
    what: "a file's mode",
    node: "n1",
    line: "chmod 644 /etc/keepalived/conf.d/20-vrrp_instances-ui.conf",
    repairs: /^ui-n1$/,
  },
  {
    what: "a file deleted",
    node: "n2",
    line: "rm /etc/keepalived/scripts/check_ui_pveproxy.sh",
    repairs: /^ui-n2$/,
  },
  { what: "a stopped haproxy", node: "n2", line: "systemctl stop haproxy", repairs: /^haproxy-n2$/ },
  {
    what: "a kernel parameter",
    node: "n2",
    line: "sysctl -w net.ipv4.ip_nonlocal_bind=0",
    repairs: /^haproxy-n2$/,
  },
  { what: "a stopped keepalived", node: "n3", line: "systemctl stop keepalived", repairs: /^(ui|ssh)-n3$/ },
];

const services = "haproxy keepalived quorate-vrrp-firewall quorate-vrrp-firewall-again";

/** Of the changes, the drop-in of keepalived is meant to stay. */
const accepting: Edit = ({ cluster }) => {
  cluster.accepted = { "drop-in /etc/systemd/system/keepalived.service.d/my.conf": "more open files" };
};

/** A change of a unit that the node could not end. */
const openJournal =
  "mkdir /var/lib/quorate/journal/gone && cd /var/lib/quorate/journal/gone && : >phase-open && echo 'as told' >stuck";

/** The files in /etc of all nodes. */
const etc = (): Promise<unknown> => Promise.all(nodes.map((node) => tree(node, ["/etc"])));

describe("drift", () => {
  before(standardStack);
  afterEach(mend);

  it("of every kind shows in preview, is repaired by up, and is gone in the next preview", async () => {
    const before = await etc();
    await Promise.all(drifts.map(({ node, line }) => run(node, line)));
    for (const { what, node, fact } of drifts) {
      const facts = await run(node, "sh /var/lib/quorate/node.sh facts");
      assert.ok(fact === undefined || facts.split("\n").includes(`drift ${fact}`), `${what}: ${facts}`);
    }

    const plan = await planned();
    for (const { what, repairs } of drifts) {
      assert.ok(
        plan.some((step) => repairs.test(step.replace("update ", ""))),
        `${what} doesn't show: ${plan.join()}`,
      );
    }
    for (const step of plan) {
      const name = step.replace("update ", "");
      assert.ok(
        drifts.some(({ repairs }) => repairs.test(name)),
        `${name} has not drifted`,
      );
    }

    const { steps } = await up();
    assert.deepEqual(steps.map(({ name }) => `update ${name}`).sort(), plan.sort(), "up did something else");
    assert.deepEqual(await etc(), before);
    for (const node of nodes) {
      await run(node, "systemctl is-active haproxy keepalived");
      const enabled = await run(node, `systemctl is-enabled ${services}`);
      assert.equal(enabled, "enabled\n".repeat(4).trim(), node);
      await run(node, '[ "$(sysctl -n net.ipv4.ip_nonlocal_bind)" = 1 ]');
    }
    await settled();
    await noChange();
  });

  it("that comes a second time, the very same, is seen and repaired again", async () => {
    for (let time = 1; time <= 2; time++) {
      await run("n3", "echo '# by hand' >>/etc/haproxy/haproxy.cfg");
      const { steps } = await up();
      assert.deepEqual(
        steps.map(({ name }) => name),
        ["haproxy-n3"],
        `time ${time}`,
      );
    }
    await noChange();
  });

  it("of several groups' files, each enough for keepalived to refuse any repair, is repaired", async () => {
    const before = await etc();
    await run("n1", "rm /etc/keepalived/conf.d/10-*");
    await run("n2", "sed -i 's/vrrp_instance/vrrp_instants/' /etc/keepalived/conf.d/20-*");
    for (const node of ["n1", "n2"]) {
      const check = await exec(node, "unshare --pid --fork keepalived -t");
      assert.notEqual(check.exitCode, 0, "the damage does no harm");
    }
    const { steps } = await up();
    assert.deepEqual(steps.map(({ name }) => name).sort(), ["ssh-n1", "ssh-n2", "ui-n1", "ui-n2"]);
    assert.deepEqual(await etc(), before);
    await settled();
    await noChange();
  });

  it("that quorate doesn't own is a warning in preview and a problem in status, each with its undo", async () => {
    await Promise.all(foreign.map(({ node, line }) => run(node, line)));
    await run("n1", dropRule);
    await run("n3", openJournal);
    await waitFor(async () => (await holders(vips.ssh)).length === 2, { what: "two masters of ssh" });

    const { stdout, stderr } = await preview();
    assert.match(stdout, /^Resources:\n +\d+ unchanged\n*$/m, stdout);
    const warned = stderr.split("\n").filter((line) => line.includes("undo it by"));
    for (const { line, says } of [...foreign, { line: dropRule, says: deaf }])
      assert.ok(
        warned.some((text) => says.test(text)),
        `${line} isn't told: ${stderr}`,
      );
    assert.equal(warned.length, foreign.length + 1, stderr);
    assert.match(
      stderr,
      /interrupted changes are still to be ended:\n +n3: unit gone: as told\n.*correct the reason/,
    );
    await run("n3", "rm -r /var/lib/quorate/journal/gone");
    await untilStatusSays(withStack(accepting), [
      /^node n1: \/etc\/sysctl\.d\/99-later\.conf sets .*: undo it by `/,
      /^node n2: .*(sets|held).*: undo it by `/,
      /^node n2: .*(sets|held).*: undo it by `/,
      /^node n3: .*(sets|changes).*: undo it by `/,
      /^node n3: .*(sets|changes).*: undo it by `/,
      /^VIP ui: 192\.0\.2\.100 is held by n1 and n3 at once: undo it by `/,
      /^VIP ssh: 192\.0\.2\.101 is held by n1 and n2 at once, because .*undo it by `/,
      /^server ssh\/n3: MAINT, as n1 sees it: undo it by `/,
    ]);

    for (const line of warned) {
      const [, undo = ""] = /undo it by `([^`]*)`/.exec(line) ?? [];
      const [, node = ""] = / on (n\d)$/.exec(line) ?? /\b(n\d): /.exec(line) ?? [];
      if (node !== "") await run(node, undo);
    }
    await run("n1", "nft delete table ip mine");
    await Promise.all(nodes.map((node) => run(node, emptied)));
    await settled();
    await untilStatusSays(withStack(), []);
    const { stderr: quiet } = await preview();
    assert.doesNotMatch(quiet, /undo it by/);
  });
});
