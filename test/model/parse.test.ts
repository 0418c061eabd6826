import assert from "node:assert/strict";
import {
  ConfigurationError,
  parseCluster,
  parseConfiguration,
  parseLoadBalancer,
  parseVrrpGroup,
} from "../../model";
import { isCheck } from "../../model/vrrp/track";
import { base, spoiled } from "../support/model/configurations";

function errorOf(parse: () => unknown): ConfigurationError {
  try {
    parse();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "nothing was wrong" });
}

function codesOf(parse: () => unknown): string[] {
  return errorOf(parse).findings.map(({ code }) => code);
}

describe("parseConfiguration", () => {
  it("takes a cluster alone", () => {
    const model = parseConfiguration({ cluster: base().cluster });
    assert.deepEqual(model.vrrpGroups, []);
    assert.equal(model.loadBalancer, undefined);
  });

  it("has the defaults of the articles", () => {
    const [group] = parseConfiguration(base()).vrrpGroups;
    assert.ok(group);
    assert.equal(group.version, 2);
    assert.equal(group.advertInt, 1);
    assert.equal(group.unicast, false);
    assert.deepEqual(group.authPass, { kind: "generated", length: 8 });
    assert.deepEqual(
      group.members.map(({ node, priority, state }) => [node, priority, state]),
      [
        ["n1", 100, "MASTER"],
        ["n2", 90, "BACKUP"],
        ["n3", 80, "BACKUP"],
      ],
    );
    const { interval, fall, rise, weight } = group.tracks.find(isCheck) ?? {};
    assert.deepEqual({ interval, fall, rise, weight }, { interval: 2, fall: 2, rise: 2, weight: -30 });
  });

  it("makes a failed check of quorum FAULT, whatever the others weigh, and has one wherever corosync is", () => {
    const track = [{ process: "haproxy" }, { quorate: true }];
    for (const changes of [
      { quorum: {} },
      { "cluster.platform": "proxmox" },
      { quorum: {}, "vrrp.ui.nopreempt": true },
    ]) {
      const [group] = parseConfiguration(spoiled({ ...changes, "vrrp.ui.track": track })).vrrpGroups;
      const weights = group?.tracks.map(({ name, weight }) => [name, weight]);
      assert.deepEqual(weights, [
        ["haproxy", group?.nopreempt ? 0 : -30],
        ["quorate", 0],
      ]);
    }
    // A group alone doesn't tell whether another program declares corosync.
    const { cluster, vrrp } = base() as { cluster: unknown; vrrp: { ui: object } };
    assert.equal(parseVrrpGroup("ui", { ...vrrp.ui, track }, parseCluster(cluster)).tracks.length, 2);
  });

  it("tells what the schema and what the rules find at once, one line each", () => {
    const input = spoiled({
      "cluster.nodes.n3.address": "192.0.2.12",
      "vrrp.ui.advertInt": 0.5,
      "vrrp.web": { virtualRouterId: 300, virtualIpaddress: [], order: ["n1", "n2"] },
      "haproxy.frontends.ssh.defaultBackend": "other",
    });
    const error = errorOf(() => parseConfiguration(input));
    const codes = error.findings.map(({ code }) => code);
    assert.deepEqual(codes, [
      "CLUSTER_ADDRESS_DUPLICATE",
      "CONFIG_VALUE_INVALID",
      "CONFIG_VALUE_INVALID",
      "VRRP_ADVERT_INTERVAL",
      "HAPROXY_BACKEND_EXISTS",
    ]);
    assert.equal(error.message.split("\n").length, codes.length + 1);
    assert.match(
      error.message,
      /^5 mistakes in the configuration:\n {2}cluster\.nodes\.n3\.address: 192\.0\.2\.12 is/,
    );
  });

  it("doesn't blame a frontend for a mistake elsewhere in the group of its VIP", () => {
    const codes = codesOf(() => parseConfiguration(spoiled({ "vrrp.ui.virtualRouterId": 0 })));
    assert.deepEqual(codes, ["CONFIG_VALUE_INVALID"]);
  });

  it("never says a secret, and keeps none", () => {
    for (const password of ["hunter2hunter2", "q!w#e$rt", "7chars."]) {
      const error = errorOf(() =>
        parseConfiguration(
          spoiled({
            "vrrp.ui.authPass": password,
            "haproxy.stats": { auth: { user: "a", password: "zq'zq'zq'" } },
          }),
        ),
      );
      assert.equal(error.findings.length, 2);
      assert.ok(!error.message.includes(password) && !error.message.includes("zq'"), error.message);
    }
    const password = "Ab3dE6gH";
    const stats = { auth: { user: "admin", password: "zqzqzqzqzq" } };
    const model = parseConfiguration(spoiled({ "vrrp.ui.authPass": password, "haproxy.stats": stats }));
    assert.deepEqual(model.vrrpGroups[0]?.authPass, { kind: "given", inClear: true });
    assert.ok(!JSON.stringify(model).includes(password) && !JSON.stringify(model).includes("zqzq"));
  });

  it("freezes everything", () => {
    const holders: unknown[] = [parseConfiguration(base())];
    for (const value of holders) {
      if (typeof value !== "object" || value === null) continue;
      assert.ok(Object.isFrozen(value), JSON.stringify(value));
      holders.push(...(Object.values(value) as unknown[]));
    }
  });

  it("knows an address however it's written", () => {
    const input = spoiled({
      "cluster.networks.lan.subnet": ["192.0.2.0/24", "2001:db8::/64"],
      "vrrp.ui": undefined,
      "vrrp.v6": {
        virtualRouterId: 9,
        virtualIpaddress: ["fe80::9/64", "2001:DB8:0:0::0100/64"],
        order: ["n1", "n2", "n3"],
        track: [{ process: "haproxy" }],
      },
      "haproxy.frontends.ssh.bind": "[2001:db8::100]:22",
    });
    assert.deepEqual(parseConfiguration(input).virtualAddresses, ["fe80::9", "2001:db8::100"]);
  });
});

describe("the parts alone", () => {
  const cluster = parseCluster(base().cluster);

  it("find in a group what the whole would find", () => {
    const group = {
      virtualRouterId: 51,
      virtualIpaddress: "192.0.2.12/24",
      order: ["n1", "n2"],
      advertInt: 0.5,
    };
    assert.deepEqual(
      codesOf(() => parseVrrpGroup("ui", group, cluster)),
      ["VRRP_ADVERT_INTERVAL", "VRRP_VIP_IN_SUBNET"],
    );
  });

  it("find in a load balancer what the whole would find", () => {
    const balancer = {
      frontends: { ssh: { bind: "192.0.2.100:22", defaultBackend: "ssh" } },
      backends: { ssh: { nodes: 22 } },
    };
    assert.deepEqual(
      codesOf(() => parseLoadBalancer(balancer, cluster, ["192.0.2.100"])),
      ["HAPROXY_SERVER_CHECKED"],
    );
    assert.deepEqual(
      codesOf(() => parseLoadBalancer(balancer, cluster, [])),
      ["HAPROXY_BIND_ADDRESS", "HAPROXY_SERVER_CHECKED"],
    );
  });

  it("leave open what only the whole could tell", () => {
    const input = {
      virtualRouterId: 5,
      virtualIpaddress: "192.0.2.100/24",
      order: ["n1", "n2"],
      syncGroup: "pair",
    };
    assert.equal(parseVrrpGroup("ui", input, cluster).syncGroup, "pair");
  });

  it("are frozen", () => {
    const input = { virtualRouterId: 5, virtualIpaddress: "192.0.2.100/24", order: ["n1", "n2"] };
    const group = parseVrrpGroup("ui", input, cluster);
    assert.ok(Object.isFrozen(group) && Object.isFrozen(group.members[0]));
  });
});

describe("nodes of several platforms", () => {
  const platforms = { "cluster.platform": "proxmox", "cluster.nodes.n3.platform": "rhel", quorum: {} };

  it("have their own families, and only those of Proxmox VE a vote and its web UI", () => {
    const bind = {
      "haproxy.frontends.ssh.bind": "192.0.2.13:8006",
      "vrrp.ui.track": [{ process: "haproxy" }],
    };
    const { cluster, quorum } = parseConfiguration(spoiled({ ...platforms, ...bind }));
    assert.deepEqual(
      cluster.nodes.map(({ family }) => family),
      ["debian", "debian", "rhel"],
    );
    assert.deepEqual([quorum?.nodes.map(({ name }) => name), quorum?.twoNode], [["n1", "n2"], true]);
  });
});
