import assert from "node:assert/strict";
import { findingsOf, spoiled } from "../../support/model/configurations";

const stack = "quorum";
const many = { "cluster.witnesses": { q1: { address: "192.0.2.21" } } };

/** The place of raw lines, the lines, and the words of the finding on one of them. */
const refused: readonly (readonly [at: string, lines: string | string[], words: RegExp])[] = [
  ["vrrp.ui", "virtual_router_id 52", /has virtual_router_id, which is quorate's; write virtualRouterId/],
  ["vrrp.ui", "authentication {\nauth_type PASS\nauth_pass toolongpassword\n}", /write authPass/],
  ["vrrp.ui", "auth_pass short", /write authPass/],
  ["vrrp.ui", "nopreempt", /write nopreempt: true/],
  ["vrrp.ui", "priority 250", /write order or priority/],
  ["vrrp.ui", "virtual_ipaddress {\n192.0.2.9/24\n}", /write virtualIpaddress/],
  ["vrrp.ui", "track_process {\nhaproxy\n}", /write track/],
  ["vrrp.ui", "strict_mode on", /drops what clients send/],
  ["vrrp.ui", "}", /closes the section/],
  ["vrrp.ui", "}\nvrrp_instance evil {", /closes the section/],
  ["vrrp.ui", "track_bfd {", /leaves a block open/],
  ["vrrp.ui", "vrrp_instance inner {\n}", /this block can't hold it/],
  ["vrrp.ui", "accept # really", /isn't one line/],
  ["vrrp.ui", 'dont_track_primary "x', /isn't one line/],
  ["vrrp.ui", "include /etc/keepalived/mine.conf", /instruction to keepalived's reader/],
  ["vrrp.ui", "@lb1 accept", /instruction to keepalived's reader/],
  ["vrrp.ui", ["accept", "accept"], /a second time/],
  ["vrrp.ui", "accept\u0000", /control character/],
  ["vrrp.ui", "unicast_ttl {{secret:Bad Name}}", /isn't one line/],
  ["cluster.globalDefs", "script_user root", /write scriptUser/],
  ["cluster.globalDefs", "vrrp_strict", /drops what clients send/],
  ["cluster.globalDefs", "vrrp_notify_fifo /run/x", /write notifyFifo/],
  ["syncGroups.pair", "group {\nother\n}", /write syncGroup/],
  ["syncGroups.pair", 'notify "/x"', /write notify/],
  ["haproxy.global", "user root", /runs as haproxy/],
  ["haproxy.global", "stats socket /run/x level admin", /administration socket/],
  ["haproxy.defaults", "timeout client 1m", /write timeouts/],
  ["haproxy.frontends.ssh", "bind :22", /write bind/],
  ["haproxy.frontends.ssh", "backend other", /begins a section/],
  ["haproxy.frontends.ssh", "no frontend x", /begins a section/],
  ["haproxy.frontends.ssh", '"frontend" x', /doesn't begin with a keyword/],
  ["haproxy.frontends.ssh", ".if TRUE", /doesn't begin with a keyword/],
  ["haproxy.frontends.ssh", "acl x path '/y", /quote without its second one/],
  ["haproxy.backends.ssh", "server x 192.0.2.1:22", /write servers/],
  ["haproxy.backends.ssh", "option tcp-check", /write check/],
  [`${stack}.totem`, "token: 5000", /write token/],
  [`${stack}.totem`, "interface {\nlinknumber: 0\n}", /write links/],
  [`${stack}.totem`, "}", /closes the section/],
  [`${stack}.totem`, "miss_count_const: 5 # more", /isn't one line/],
  [`${stack}.totem`, "key: {{secret:x}}", /every user of the node can read corosync.conf/],
  [`${stack}.quorum`, "two_node: 1", /write twoNode/],
  [`${stack}.logging`, "debug: on", /write logging: \{debug: true\}/],
];

function pathOf(at: string): string {
  return at.startsWith(stack) ? at.replace(stack, `${stack}.raw`) : `${at}.raw`;
}

describe("raw lines", () => {
  for (const [at, lines, words] of refused) {
    it(`${at}: ${JSON.stringify(lines)} is refused`, () => {
      const around = at.startsWith("syncGroups") ? { "vrrp.ui.syncGroup": "pair" } : {};
      const found = findingsOf(spoiled({ ...many, ...around, [pathOf(at)]: lines }));
      const own = found.filter(({ path }) => path.startsWith(pathOf(at)));
      assert.ok(
        own.some(({ message }) => words.test(message)),
        JSON.stringify(found),
      );
    });
  }

  it("of working configurations are taken, as a text or a list", () => {
    const input = spoiled({
      ...many,
      quorum: { raw: { totem: ["miss_count_const: 5"], logging: "logger_subsys {\n  subsys: QB\n}\n" } },
      "cluster.globalDefs": { raw: ["vrrp_garp_interval 0.01"] },
      "vrrp.ui.raw": "accept\nvirtual_ipaddress_excluded {\n    2001:db8::1/64\n}\n",
      "haproxy.global": { raw: ["nbthread 2"] },
      "haproxy.frontends.ssh.raw": [
        "acl here src 192.0.2.0/24",
        'tcp-request connection reject if !here { src -f "/a b" }',
      ],
      "haproxy.backends.ssh.raw": "fullconn 100\n# ours".split("\n").slice(0, 1),
    });
    assert.deepEqual(findingsOf(input), []);
  });
});

describe("settings of a sync group", () => {
  it("are refused if no group has its name", () => {
    const found = findingsOf(spoiled({ "syncGroups.pair": { notify: "logger x" } }));
    assert.deepEqual(
      found.map(({ path }) => path),
      ["syncGroups.pair"],
    );
    assert.match(found[0]?.message ?? "", /the syncGroup of no group/);
  });

  it("stop no service that a check of its groups watches", () => {
    const sync = { "vrrp.ui.syncGroup": "pair", "vrrp.ui.track": [{ process: "haproxy" }] };
    const notify = { backup: "systemctl stop haproxy" };
    const found = findingsOf(spoiled({ ...sync, "syncGroups.pair": { notify } }));
    assert.ok(
      found.some(({ path }) => path === "syncGroups.pair.notify.backup"),
      JSON.stringify(found),
    );
  });
});

describe("a FIFO of changes", () => {
  it("is in /run, and not beside your own keepalived.conf", () => {
    const at = (globalDefs: object, more = {}) =>
      findingsOf(spoiled({ "cluster.globalDefs": globalDefs, ...more }));
    assert.deepEqual(at({ notifyFifo: "/run/vrrp.fifo" }), []);
    assert.match(at({ notifyFifo: "/etc/x" })[0]?.message ?? "", /a path directly in \/run/);
    const beside = at({ notifyFifo: "/run/x" }, { "cluster.existing": { keepalived: "keep" } });
    assert.match(beside[0]?.message ?? "", /your own keepalived.conf keeps its global_defs/);
  });
});
