import assert from "node:assert/strict";
import { type Model, type Node, parseConfiguration } from "../../model";
import type { Unit } from "../../agent/unit";
import { keepalivedUnit, loadBalancer, sshd, syncGroup, vrrpGroup } from "../../render";
import { spoiled } from "../support/model/configurations";
import { settingsOf, stackModel, unitsOf } from "../support/render/stacks";

function first(model: Model): Node {
  const [node] = model.cluster.nodes;
  assert.ok(node);
  return node;
}

/** The named unit of the first node of `base()` with these changes. */
function unit(name: string, changes: Readonly<Record<string, unknown>> = {}): Unit {
  const model = parseConfiguration(spoiled(changes));
  const found = unitsOf(model, first(model)).find((candidate) => candidate.name === name);
  assert.ok(found);
  return found;
}

/** `mode owner path` of a unit's files, sorted by path. */
function listing({ files, directories }: Unit): string[] {
  return [...directories, ...files]
    .map(({ mode, owner, path }) => `${path} ${mode} ${owner}`)
    .filter((line) => line.startsWith("/etc"))
    .sort();
}

describe("keepalived's units", () => {
  it("have the modes, the owners and the script user that the files need", () => {
    const model = stackModel("jump-hosts");
    const node = first(model);
    const base = keepalivedUnit(model.cluster, node);
    const [group] = model.vrrpGroups;
    assert.ok(group);
    assert.deepEqual(
      [...listing(base), ...listing(vrrpGroup(group, model.cluster, node))],
      [
        "/etc/iproute2/rt_addrprotos.d/keepalived.conf 0644 root:root",
        "/etc/keepalived 0755 root:root",
        "/etc/keepalived/conf.d 0755 root:root",
        "/etc/keepalived/conf.d/00-global_defs.conf 0644 root:root",
        "/etc/keepalived/keepalived.conf 0644 root:root",
        "/etc/keepalived/scripts 0755 root:root",
        "/etc/systemd/system/keepalived.service.d/quorate-join.conf 0644 root:root",
        "/etc/systemd/system/quorate-members.socket 0644 root:root",
        "/etc/systemd/system/quorate-members@.service 0644 root:root",
        "/etc/systemd/system/quorate-vrrp-firewall-again.service 0644 root:root",
        "/etc/systemd/system/quorate-vrrp-firewall.service 0644 root:root",
        "/etc/keepalived/conf.d/10-vrrp_scripts-jump.conf 0644 root:root",
        "/etc/keepalived/conf.d/20-vrrp_instances-jump.conf 0600 root:root",
        "/etc/keepalived/scripts/check_jump_ssh.sh 0755 root:root",
      ],
    );
    assert.deepEqual(
      base.users.map(({ name }) => name),
      ["keepalived_script"],
    );
  });

  it("bring what their checks run", () => {
    const track = (checks: object[]): Record<string, unknown> => ({
      haproxy: undefined,
      "vrrp.ui.track": checks,
    });
    assert.deepEqual(unit("ui", track([])).packages, []);
    assert.deepEqual(unit("ui", track([{ tcp: 1 }, { interface: "eth1" }])).packages, []);
    assert.deepEqual(unit("ui", track([{ process: "x" }, { process: "y" }, { https: {} }])).packages, [
      "procps",
      "curl",
    ]);
    const rhel = unit("ui", {
      ...track([{ process: "x" }, { systemd: "sshd" }]),
      "cluster.platform": "rhel",
    });
    assert.deepEqual([rhel.family, rhel.packages], ["rhel", ["procps-ng", "dbus-broker"]]);
  });

  it("have a user of its own ask corosync, with root's group, and the script user run all else", () => {
    const checks = [{ systemd: "ssh" }, { quorate: true }];
    const changes = { haproxy: undefined, quorum: {}, "vrrp.ui.track": checks };
    const { users, files } = unit("ui", changes);
    assert.deepEqual(
      users.map(({ name }) => name),
      ["keepalived_quorum"],
    );
    const scripts = files.find(({ path }) => path.endsWith("10-vrrp_scripts-ui.conf"))?.content ?? "";
    const runAs = [...scripts.matchAll(/vrrp_script (\S+)|^ +(weight|user) (.*)/gm)].map(
      ([, check, key = "", value = ""]) => check ?? `${key} ${value}`,
    );
    assert.deepEqual(runAs, [
      ...["check_ui_ssh", "weight -30", "user keepalived_script"],
      ...["check_ui_quorate", "weight 0", "user keepalived_quorum root"],
    ]);
    assert.deepEqual(unit("ui").users, []);
  });

  it("tell the addresses without their prefix length, and the file that a held BACKUP does without", () => {
    const { wire, files } = unit("ui");
    assert.deepEqual(wire?.addresses, ["192.0.2.100"]);
    const instances = files.filter(({ content }) => content.includes("vrrp_instance"));
    assert.deepEqual(
      wire.files,
      instances.map(({ path }) => path),
    );
    assert.equal(instances.length, 1);
  });

  it("have a held BACKUP do without its sync group as well, which names its instance", () => {
    const model = stackModel("all-features");
    const group = model.vrrpGroups.find(({ syncGroup: sync }) => sync === "gateway");
    assert.ok(group);
    const { wire } = vrrpGroup(group, model.cluster, first(model));
    const sync = syncGroup(settingsOf(model, "gateway"), model.vrrpGroups, model.cluster, first(model));
    assert.ok(wire?.files.includes(sync.files[0]?.path ?? ""));
  });

  it("have a notify script's own first line, or sh", () => {
    const notify = { fault: "#!/bin/bash\nfalse\n", stop: "logger a\nlogger b" };
    const { files } = unit("ui", { "vrrp.ui.notify": notify });
    const scripts = files.filter(({ path }) => path.includes("notify_")).map(({ content }) => content);
    assert.deepEqual(scripts, ["#!/bin/bash\nfalse\n", "#!/bin/sh\nlogger a\nlogger b\n"]);
  });

  it("name the groups of a sync group in a unit of its own", () => {
    const model = stackModel("all-features");
    const { name, files, verifications } = syncGroup(
      settingsOf(model, "gateway"),
      model.vrrpGroups,
      model.cluster,
      first(model),
    );
    assert.equal(name, "sync-gateway");
    assert.deepEqual(
      files.map(({ content }) => content.split(/\s+/).join(" ")),
      [
        'vrrp_sync_group gateway { group { inside outside } notify_master "/etc/keepalived/scripts/notify_sync-gateway_master.sh" notify "/etc/keepalived/scripts/notify_sync-gateway_all.sh" root smtp_alert false } ',
        "#!/bin/sh logger -t vrrp gateway ",
        '#!/bin/sh exec /usr/bin/logger -t vrrp "$@" ',
      ],
    );
    assert.deepEqual(verifications.slice(1), [{ vrrp: "inside" }, { vrrp: "outside" }]);
  });

  it("aren't rendered for a node that has no part in them", () => {
    const model = parseConfiguration(spoiled({ haproxy: undefined, "vrrp.ui.order": ["n2", "n3"] }));
    const [group] = model.vrrpGroups;
    assert.ok(group);
    assert.throws(() => vrrpGroup(group, model.cluster, first(model)), /n1 is no member of VRRP group ui/);
  });
});

describe("haproxy's unit", () => {
  const password = { stats: { auth: { user: "admin", password: "long enough?".replace(/ /g, "-") } } };

  it("keeps haproxy.cfg to root once there is a password in it", () => {
    const mode = (changes?: Record<string, unknown>): string | undefined =>
      unit("haproxy", changes).files.find(({ path }) => path.endsWith("haproxy.cfg"))?.mode;
    assert.equal(mode(), "0644");
    assert.equal(mode({ "haproxy.stats": password.stats }), "0600");
  });

  it("leaves rsyslog and logrotate alone if no log file is wanted", () => {
    const { files, packages, services } = unit("haproxy", { "haproxy.global": { log: { file: false } } });
    assert.deepEqual(
      files.map(({ path }) => path),
      ["/etc/haproxy/haproxy.cfg", "/etc/sysctl.d/98-nonlocalbind.conf"],
    );
    assert.deepEqual([packages, services.map(({ name }) => name)], [["haproxy"], ["haproxy"]]);
  });

  it("verifies every bind, the statistics page's at the node's own address", () => {
    const { verifications } = unit("haproxy", {
      "haproxy.stats": { auth: { user: "admin", password: { secret: true } } },
    });
    const places = verifications.flatMap((each) => ("listening" in each ? [each.listening] : []));
    assert.deepEqual(places, ["192.0.2.100:22", "192.0.2.11:8404"]);
  });

  it("sets the IPv6 sysctl only if it binds IPv6", () => {
    assert.deepEqual(unit("haproxy").sysctls, [{ key: "net.ipv4.ip_nonlocal_bind", value: "1" }]);
    const model = stackModel("all-features");
    assert.ok(model.loadBalancer);
    const { sysctls, files } = loadBalancer(model.loadBalancer, first(model));
    assert.deepEqual(
      sysctls.map(({ key }) => key),
      ["net.ipv4.ip_nonlocal_bind", "net.ipv6.ip_nonlocal_bind"],
    );
    const file = files.find(({ path }) => path.includes("sysctl.d"))?.content;
    assert.equal(file, sysctls.map(({ key, value }) => `${key} = ${value}\n`).join(""));
  });
});

describe("sshd's unit", () => {
  function sshdOf(changes: Readonly<Record<string, unknown>>): Unit | undefined {
    const model = parseConfiguration(spoiled(changes));
    assert.ok(model.loadBalancer);
    return sshd(model.loadBalancer, first(model));
  }

  it("is there only if a frontend wants the port that sshd has", () => {
    assert.ok(sshdOf({}));
    assert.equal(sshdOf({ "haproxy.frontends.ssh.bind": "192.0.2.100:2222" }), undefined);
    assert.equal(sshdOf({ "cluster.ssh.port": 2222 }), undefined);
    assert.ok(sshdOf({ "cluster.ssh.port": 2222, "haproxy.frontends.ssh.bind": "192.0.2.100:2222" }));
  });

  it("verifies the node's own address and asks for a confirmation", () => {
    const found = sshdOf({});
    assert.ok(found);
    assert.deepEqual(found.verifications, [{ listening: "192.0.2.11:22", process: "sshd" }]);
    assert.equal(found.confirm, true);
  });

  it("reloads the service of its family", () => {
    const service = (platform: string): string | undefined =>
      sshdOf({ "cluster.platform": platform })?.services[0]?.name;
    assert.deepEqual(["debian", "proxmox", "rhel"].map(service), ["ssh", "ssh", "sshd"]);
  });
});
