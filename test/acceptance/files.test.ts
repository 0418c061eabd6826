import assert from "node:assert/strict";
import { exec, tree } from "../../lab";
import { first, heldBy, nodes, vips } from "../support/lab/probes";
import { continuity, sampled } from "../support/lab/sampling";
import { standardStack } from "../support/pulumi/labStack";

/** Types and modes by path; root owns all. A group's files carry its name. */
const expected = {
  "/etc/keepalived": "d 755",
  "/etc/keepalived/conf.d": "d 755",
  "/etc/keepalived/conf.d/00-global_defs.conf": "f 644",
  "/etc/keepalived/conf.d/10-vrrp_scripts-ssh.conf": "f 644",
  "/etc/keepalived/conf.d/10-vrrp_scripts-ui.conf": "f 644",
  "/etc/keepalived/conf.d/20-vrrp_instances-ssh.conf": "f 600",
  "/etc/keepalived/conf.d/20-vrrp_instances-ui.conf": "f 600",
  "/etc/keepalived/keepalived.conf": "f 644",
  "/etc/keepalived/keepalived.conf.sample": "f 644", // from keepalived's package
  "/etc/keepalived/scripts": "d 755",
  "/etc/keepalived/scripts/check_ssh_haproxy.sh": "f 755",
  "/etc/keepalived/scripts/check_ui_pveproxy.sh": "f 755",
};

const others = {
  "/etc/haproxy/haproxy.cfg": "f 644",
  "/etc/logrotate.d/haproxy": "f 644",
  "/etc/rsyslog.d/01-haproxy.conf": "f 644",
  "/etc/ssh/sshd_config.d/01-haproxy.conf": "f 644",
  "/etc/sysctl.d/98-nonlocalbind.conf": "f 644",
};

async function modes(node: string, paths: readonly string[]): Promise<Record<string, string>> {
  const entries = [...(await tree(node, paths))];
  return Object.fromEntries(
    entries.map(([path, { type, mode, owner }]) => [
      path,
      `${type} ${mode}${owner === "root:root" ? "" : ` ${owner}`}`,
    ]),
  );
}

async function output(node: string, line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await exec(node, line);
  assert.equal(exitCode, 0, `${node}: ${line}: ${stderr}`);
  return stdout;
}

describe("the stack on its nodes", () => {
  before(standardStack);

  it("has each VIP on the first node in order and on no other, for more than three adverts", async () => {
    const samples = await sampled(async () => {
      await heldBy("ui", first.ui);
      await heldBy("ssh", first.ssh);
      await new Promise((resolve) => setTimeout(resolve, 4000));
    });
    assert.ok(samples.length > 20, `only ${samples.length} samples`);
    assert.deepEqual(continuity(samples, vips.ui), { atOnce: 1, gapMs: 0, holders: [first.ui] });
    assert.deepEqual(continuity(samples, vips.ssh), { atOnce: 1, gapMs: 0, holders: [first.ssh] });
  });

  for (const node of nodes) {
    it(`has files, modes and owners on ${node}`, async () => {
      assert.deepEqual(await modes(node, ["/etc/keepalived"]), expected);
      assert.deepEqual(await modes(node, Object.keys(others)), others);
    });

    it(`runs the checks on ${node} as a user without a login`, async () => {
      const [name, , uid, , comment, home, shell] = (
        await output(node, "getent passwd keepalived_script")
      ).split(":");
      assert.equal(name, "keepalived_script");
      assert.ok(Number(uid) > 0 && Number(uid) < 1000, `uid ${uid} is not a system user's`);
      assert.deepEqual(
        { comment, home, shell },
        {
          comment: "Keepalived health check script user",
          home: "/nonexistent",
          shell: "/usr/sbin/nologin",
        },
      );
      const password = (await output(node, "getent shadow keepalived_script")).split(":")[1];
      assert.match(password ?? "", /^[!*]/);
      const { exitCode } = await exec(node, ["su", "keepalived_script", "-c", "true"]);
      assert.notEqual(exitCode, 0, "su logged the script user in");
      for (const check of ["check_ssh_haproxy", "check_ui_pveproxy"]) {
        const run = await exec(node, [`/etc/keepalived/scripts/${check}.sh`], { user: "keepalived_script" });
        assert.equal(run.exitCode, 0, `${check} fails as the script user: ${run.stderr}`);
      }
    });

    it(`leaves port 22 of the VIP on ${node} to haproxy, before it has the VIP`, async () => {
      const listeners = await output(
        node,
        "ss -Hltnp 'sport = :22' | awk '{ print $4, $6 }' | sed 's/,.*//' | sort",
      );
      const own = `192.0.2.1${node.slice(1)}`;
      const wanted = [
        '127.0.0.1:22 users:(("sshd"',
        `${vips.ssh}:22 users:(("haproxy"`,
        `${own}:22 users:(("sshd"`,
      ];
      assert.deepEqual(listeners.split("\n"), wanted.sort());
      assert.equal(await output(node, "sysctl -n net.ipv4.ip_nonlocal_bind"), "1");
    });

    it(`starts everything on ${node} at boot`, async () => {
      const services = "keepalived haproxy quorate-vrrp-firewall quorate-recover";
      assert.equal(await output(node, `systemctl is-enabled ${services}`), "enabled\n".repeat(4).trim());
      assert.equal(
        await output(node, "systemctl is-active keepalived haproxy quorate-vrrp-firewall"),
        "active\nactive\nactive",
      );
    });
  }

  it("gives all members of a group one password of 8 characters, and each group its own", async () => {
    const read = async (group: string): Promise<string[]> => {
      const file = `/etc/keepalived/conf.d/20-vrrp_instances-${group}.conf`;
      const all = await Promise.all(nodes.map((node) => output(node, `sed -n 's/^ *auth_pass //p' ${file}`)));
      return [...new Set(all)];
    };
    const [ui, ssh] = [await read("ui"), await read("ssh")];
    assert.equal(ui.length, 1);
    assert.equal(ssh.length, 1);
    assert.match(ui[0] ?? "", /^[A-Za-z0-9]{8}$/);
    assert.match(ssh[0] ?? "", /^[A-Za-z0-9]{8}$/);
    assert.notEqual(ui[0], ssh[0]);
  });
});
