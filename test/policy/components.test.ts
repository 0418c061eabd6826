import assert from "node:assert/strict";
import { LoadBalancer, ProxmoxCluster, Quorum, VrrpGroup } from "../../components";
import { parseCluster, parseHa } from "../../model";
import { judgements } from "../../policy/judgements";
import { declare, sshBalancer, threeNodes, uiGroup } from "../support/pulumi/mockedStack";
import { type Declared, violations } from "../support/policy/pack";
import { secret, unknown } from "../support/policy/wire";

const kinds = ["ProxmoxCluster", "VrrpGroup", "LoadBalancer", "Quorum", "HighAvailability"] as const;
type Types = (typeof kinds)[number];
/** Values by path in a component's args; undefined removes one. */
type Spoiled = Readonly<Partial<Record<Types | "SecondGroup", Readonly<Record<string, unknown>>>>>;

const check = { name: "check_haproxy", weight: -30, target: { kind: "process", process: "haproxy" } };
const ownCheck = (target: object) => ({ "group.tracks": [check, { name: "own", weight: 0, target }] });
const address = (text: string) => ({ address: text, prefix: 24, family: 4 });
const addresses = ["n1", "n2"].map((name, index) => ({
  name,
  votes: 1,
  addresses: [`192.0.2.1${index + 1}`],
}));
const two = { "quorum.nodes": addresses, "quorum.twoNode": true };
const given = { "group.authPass": { kind: "given" } };
const pass = secret("T4nk-2by");
const other = { "group.name": "web", "group.virtualRouterId": 52 };
const free = { "group.virtualIpaddress": [address("192.0.2.109")] };

/** For each policy, the args of the components of `base` that break it. */
const mistakes: Readonly<Record<string, Spoiled>> = {
  "haproxy-tls-twice": {
    LoadBalancer: {
      "balancer.frontends.0.bind": [{ address: "192.0.2.101", port: 443 }],
      "balancer.backends.0.tls": { ca: "/etc/ca.pem" },
    },
  },
  "vrrp-address-family": {
    VrrpGroup: {
      "group.virtualIpaddress": [address("192.0.2.101"), { ...address("2001:db8::1"), family: 6 }],
    },
  },
  "vrrp-advert-interval": { VrrpGroup: { "group.advertInt": 0.5 } },
  "vrrp-auth-pass-different": {
    VrrpGroup: { ...given, authPass: pass },
    SecondGroup: { ...given, ...other, ...free, authPass: pass },
  },
  "vrrp-auth-pass-length": { VrrpGroup: { "group.authPass": { kind: "generated", length: 12 } } },
  "vrrp-auth-pass-printable": { VrrpGroup: { ...given, authPass: secret("p@ss wd!") } },
  "vrrp-auth-pass-published": { VrrpGroup: { ...given, authPass: secret("password") } },
  "vrrp-auth-pass-secret": { VrrpGroup: { ...given, authPass: "T4nk-2by" } },
  "vrrp-check-command": { VrrpGroup: ownCheck({ kind: "command", command: "/usr/bin/pidof haproxy" }) },
  "vrrp-check-permission": { VrrpGroup: ownCheck({ kind: "script", script: "killall -0 nginx" }) },
  "vrrp-check-restarts": {
    VrrpGroup: ownCheck({ kind: "script", script: "pgrep nginx || systemctl restart nginx" }),
  },
  "vrrp-check-unique": { VrrpGroup: { "group.tracks": [check, check] } },
  "vrrp-failover-possible": { VrrpGroup: { "group.tracks": [{ ...check, weight: -20 }] } },
  "vrrp-fixed-address": { ProxmoxCluster: { "model.nodes.0.links.1": "192.0.2.100" } },
  "vrrp-link-local-first": {
    VrrpGroup: { "group.virtualIpaddress": [{ address: "2001:db8::1", prefix: 64, family: 6 }] },
  },
  "vrrp-nopreempt-weight": { VrrpGroup: { "group.nopreempt": true } },
  "vrrp-notify-stops-checked-service": {
    VrrpGroup: { "group.notify": { backup: { script: "systemctl stop haproxy" } } },
  },
  "vrrp-number-range": { VrrpGroup: { "group.virtualRouterId": 256 } },
  "vrrp-preemption": { VrrpGroup: { "group.nopreempt": true, "group.preemptDelay": 60 } },
  "vrrp-priority-unique": { VrrpGroup: { "group.members.1.priority": 100 } },
  "vrrp-script-user": { VrrpGroup: ownCheck({ kind: "script", script: "true", user: "root" }) },
  "vrrp-sync-group": { VrrpGroup: { "group.syncGroup": "gateway" } },
  "vrrp-tracked-interface": {
    VrrpGroup: {
      "group.tracks": [check, { name: "eth0", target: { kind: "interface", interface: "eth0" }, weight: 0 }],
    },
  },
  "vrrp-two-members": { VrrpGroup: { "group.members.2": undefined, "group.members.1": undefined } },
  "vrrp-unicast-address": { VrrpGroup: { "group.unicast": true, "group.members.1.address": undefined } },
  "vrrp-v3-authentication": { VrrpGroup: { "group.version": 3 } },
  "vrrp-vip-in-subnet": { VrrpGroup: { "group.virtualIpaddress": [address("192.0.2.255")] } },
  "vrrp-vip-unique": { SecondGroup: other },
  "vrrp-vmac-interface": { VrrpGroup: { "group.vmac": { interface: "eth0", xmitBase: false } } },
  "vrrp-vrid-unique": { SecondGroup: free },
  "haproxy-backend-exists": { LoadBalancer: { "balancer.frontends.0.defaultBackend": "sshd" } },
  "haproxy-bind-address": { LoadBalancer: { "balancer.frontends.0.bind.0.address": "192.0.2.110" } },
  "haproxy-bind-unique": { LoadBalancer: { "balancer.frontends.0.bind.0.address": "192.0.2.11" } },
  "haproxy-follows-vip": { VrrpGroup: { "group.tracks": [] } },
  "haproxy-line-ignored": { LoadBalancer: { "balancer.frontends.0.redirects": true } },
  "haproxy-mode-matches": { LoadBalancer: { "balancer.frontends.0.mode": "http" } },
  "haproxy-check-speaks-tls": {
    LoadBalancer: {
      "balancer.backends.0.check": { kind: "http", tls: false },
      "balancer.backends.0.servers.0.port": 8006,
    },
  },
  "haproxy-server-checked": { LoadBalancer: { "balancer.backends.0.check": undefined } },
  "haproxy-server-loop": { LoadBalancer: { "balancer.backends.0.servers.0.address": "192.0.2.100" } },
  "haproxy-stats-password": { LoadBalancer: { "balancer.stats": { port: 8404 } } },
  "ha-infeasible": {
    HighAvailability: { "ha.rules.0.resources": ["vm:100", "vm:101", "vm:102", "vm:103"] },
  },
  "quorum-even-nodes": { Quorum: { "quorum.nodes.3": { name: "n4", votes: 1, addresses: ["192.0.2.14"] } } },
  "quorum-expected-votes": { Quorum: { "quorum.expectedVotes": 2 } },
  "quorum-ha-resources": { Quorum: { ...two, "quorum.haResources": ["vm:100"] } },
  "quorum-links": { Quorum: { "quorum.nodes.0.addresses": ["192.0.2.11"] } },
  "quorum-nic-watchdog": { Quorum: { ...two, "quorum.fencing": { nodes: ["n1", "n2"], directLink: true } } },
  "quorum-qdevice-host": { Quorum: { "quorum.qdevice": { host: "n2", algorithm: "lms" } } },
  "quorum-qdevice-votes": { Quorum: { "quorum.qdevice": { host: "192.0.2.20", algorithm: "ffsplit" } } },
  "quorum-two-node-flag": { Quorum: { "quorum.twoNode": true } },
  "quorum-two-nodes": { Quorum: two },
};

function set(target: object, [key = "", ...rest]: readonly string[], value: unknown): void {
  const record = target as Record<string, unknown>;
  if (rest.length > 0) set(record[key] as object, rest, value);
  else if (value !== undefined) record[key] = value;
  else if (Array.isArray(target)) target.splice(Number(key), 1);
  else Reflect.deleteProperty(record, key);
}

describe("on components, the policy", () => {
  let base: Readonly<Record<Types, Declared>>;

  before(async () => {
    const declared = await declare(() => {
      const cluster = new ProxmoxCluster("lab", threeNodes());
      new VrrpGroup("ui", { ...uiGroup, track: [{ process: "haproxy" }], cluster });
      const frontends = { ssh: { bind: "192.0.2.100:22", defaultBackend: "ssh" } };
      new LoadBalancer("haproxy", { ...sshBalancer, frontends, cluster, virtualAddresses: ["192.0.2.100"] });
      new Quorum("corosync", { cluster });
    });
    const typed = (type: string): Declared => {
      const found = [...declared.values()].find((each) => each.type.endsWith(`:${type}`));
      assert.ok(found, type);
      return { type: found.type, name: found.name, inputs: found.inputs };
    };
    const configured: object = { ...threeNodes() };
    Reflect.deleteProperty(configured, "facts");
    const ha = parseHa(
      {
        resources: { "vm:100": {}, "vm:101": {} },
        rules: { apart: { resources: ["vm:100", "vm:101"], affinity: "negative" } },
      },
      parseCluster({ ...configured, name: "lab", platform: "proxmox" }),
    );
    base = {
      ProxmoxCluster: typed("ProxmoxCluster"),
      VrrpGroup: typed("VrrpGroup"),
      LoadBalancer: typed("LoadBalancer"),
      Quorum: typed("Quorum"),
      HighAvailability: { type: "quorate:ha:HighAvailability", name: "ha", inputs: { ha, cluster: "lab" } },
    };
    const { nodes } = (base.Quorum.inputs as { quorum: { nodes: { addresses: string[] }[] } }).quorum;
    for (const [index, node] of nodes.entries()) node.addresses.push(`198.51.100.1${String(index + 1)}`);
  });

  /** The components with these values in their args, and a second group if there are values for it. */
  function spoiled(changes: Spoiled): Declared[] {
    const second = changes.SecondGroup ? [["SecondGroup", { ...base.VrrpGroup, name: "web" }] as const] : [];
    return [...kinds.map((kind) => [kind, base[kind]] as const), ...second].map(([kind, component]) => {
      const copy = structuredClone(component);
      for (const [path, value] of Object.entries(changes[kind] ?? {}))
        set(copy.inputs, path.split("."), value);
      return copy;
    });
  }

  it("of no rule refuses what they declare", async () => {
    assert.deepEqual(await violations(spoiled({})), []);
  });

  for (const [policy, changes] of Object.entries(mistakes)) {
    it(`${policy} refuses what breaks it`, async () => {
      assert.notDeepEqual(await violations(spoiled(changes), {}, policy), []);
    });
  }

  it("vrrp-auth-pass-secret refuses a password that was in clear before the group made a secret of it", async () => {
    const judge = (kind: object) =>
      violations(
        spoiled({ VrrpGroup: { "group.authPass": { kind: "given", ...kind }, authPass: pass } }),
        {},
        "vrrp-auth-pass-secret",
      );
    const [found] = await judge({ inClear: true });
    assert.match(
      found ?? "",
      /config set --secret --path quorate:secrets\.authPass\.ui, and write authPass: \{secret/,
    );
    assert.ok(!found?.includes("T4nk-2by"));
    assert.deepEqual(await judge({}), []);
  });

  it("ha-votes counts the votes of the quorum on HA's cluster, whichever component comes first", async () => {
    const one = spoiled({
      ProxmoxCluster: { "model.nodes.2": undefined, "model.nodes.1.votes": 1 },
      Quorum: { "quorum.nodes": addresses },
    });
    const [cluster, ...others] = one;
    assert.ok(cluster);
    const found = await violations([cluster, ...others.reverse()], {}, "ha-votes");
    assert.match(found.join("\n"), /^ha: the cluster has 2 of the 3 votes/);
    const qdevice = { host: "192.0.2.20", algorithm: "ffsplit" };
    const decided = spoiled({
      ProxmoxCluster: { "model.nodes.2": undefined },
      Quorum: { "quorum.nodes": addresses, "quorum.qdevice": qdevice },
    });
    assert.deepEqual(await violations(decided, {}, "ha-votes"), []);
  });

  it("quorum-ha-resources finds guests of HA and two_node in different components", async () => {
    const found = await violations(spoiled({ Quorum: two }), {}, "quorum-ha-resources");
    assert.match(found.join("\n"), /two_node beside the HA resources vm:100, vm:101/);
  });

  it("is tried for every rule that looks at them", () => {
    const looking = judgements.filter(({ sources }) => (sources as readonly string[]).includes("component"));
    assert.deepEqual(Object.keys(mistakes).sort(), looking.map(({ rule }) => rule.name).sort());
  });

  it("of every rule goes on if a check's kind is one that it doesn't know, and if anything isn't told", async () => {
    const later = { name: "check_quorate", weight: -20, target: { kind: "of a later version" } };
    const program = spoiled({ VrrpGroup: { "group.tracks": [check, later] } });
    assert.match(
      (await violations(program)).join("\n"),
      /^vrrp-failover-possible .*-20 is check_quorate's weight/,
    );
    for (const key of ["group.tracks", "group.members", "group", "subnets"]) {
      assert.ok(Array.isArray(await violations(spoiled({ VrrpGroup: { [key]: unknown } }))));
      assert.ok(Array.isArray(await violations(spoiled({ VrrpGroup: { [key]: "nonsense" } }))));
    }
  });
});
