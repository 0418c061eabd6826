import assert from "node:assert/strict";
import { ConfigurationError, parseConfiguration } from "../../model";
import { spoiled } from "../support/model/configurations";

const check = "haproxy.backends.ssh.check";
const server = "haproxy.backends.ssh.servers.a";

/** A key that people write, the path at which they write it, and the advice. */
const wrong: readonly (readonly [key: string, at: string, advice: string])[] = [
  ["keepalived", "", "write vrrp"],
  ["corosync", "", "write quorum"],
  ["loadBalancer", "", "write haproxy"],
  ["watchdog", "", "write fencing"],
  ["hosts", "cluster", "write nodes"],
  ["witness", "cluster", "write witnesses"],
  ["distribution", "cluster", "write platform"],
  ["cidr", "cluster.networks.lan", "write subnet"],
  ["nic", "cluster.networks.lan", "write interface"],
  ["ip", "cluster.nodes.n1", "write address"],
  ["hostname", "cluster.nodes.n1", "write address"],
  ["fingerprint", "cluster.nodes.n1", "write hostKey"],
  ["ring0_addr", "cluster.nodes.n1", "write links: {0: ...}"],
  ["ring1_addr", "cluster.nodes.n1", "write links"],
  ["quorum_votes", "cluster.nodes.n1", "write votes"],
  ["id", "cluster.nodes.n1", "write nodeId"],
  ["knownHosts", "cluster.ssh", "write hostKeys"],
  ["identityFile", "cluster.ssh", "write privateKeyFile"],
  ["username", "cluster.ssh", "write user"],
  ["sudo", "cluster.ssh", "write become"],
  ["proxyJump", "cluster.ssh", "write bastion"],
  ["vrid", "vrrp.ui", "write virtualRouterId"],
  ["virtual_ipaddress", "vrrp.ui", "write virtualIpaddress"],
  ["vip", "vrrp.ui", "write virtualIpaddress"],
  ["password", "vrrp.ui", "write authPass"],
  ["interval", "vrrp.ui", "write advertInt"],
  ["nodes", "vrrp.ui", "write order"],
  ["priorities", "vrrp.ui", "write priority"],
  ["checks", "vrrp.ui", "write track"],
  ["trackProcess", "vrrp.ui", "write track"],
  ["preempt", "vrrp.ui", "a node takes its addresses back by default; write nopreempt: true if it must not"],
  ["delay", "vrrp.ui", "write preemptDelay"],
  ["state", "vrrp.ui", "the first node of order begins as MASTER"],
  ["fall", "vrrp.ui", "write fall at a check, under track"],
  ["ordre", "vrrp.ui", "write order"],
  ["trackScript", "vrrp.ui", "write track: [{script: ...}]"],
  ["trackFile", "vrrp.ui", "write track: [{file: ...}]"],
  ["command", "vrrp.ui.track.0", "write script"],
  ["ping", "vrrp.ui.track.0", "write script: ping -c 1 -W 1 ADDRESS"],
  ["initState", "vrrp.ui.track.0", "write initFail"],
  ["drain", "vrrp.ui.track.0", "write file"],
  ["garpRefresh", "vrrp.ui", "write garpMasterRefresh"],
  ["vmac", "vrrp.ui", "write useVmac"],
  ["routes", "vrrp.ui", "write virtualRoutes"],
  ["dev", "vrrp.ui.virtualIpaddress.0", "write interface"],
  ["notifyMaster", "vrrp.ui", "write notify"],
  ["notify_master", "vrrp.ui.notify", "write master"],
  ["rxLowerPri", "vrrp.ui.notify", "write masterRxLowerPri"],
  ["any", "vrrp.ui.notify", "write all"],
  ["service", "vrrp.ui.track.0", "write systemd"],
  ["pidof", "vrrp.ui.track.0", "write process"],
  ["url", "vrrp.ui.track.0", "write http"],
  ["retries", "vrrp.ui.track.0", "write fall"],
  ["listen", "haproxy.frontends.ssh", "write bind"],
  ["port", "haproxy.frontends.ssh", "write bind"],
  ["backend", "haproxy.frontends.ssh", "write defaultBackend"],
  ["servers", "haproxy.frontends.ssh", "write servers at a backend, under haproxy.backends"],
  ["algorithm", "haproxy.backends.ssh", "write balance"],
  ["members", "haproxy.backends.ssh", "write servers"],
  ["sticky", "haproxy.backends.ssh", "write stick"],
  ["healthCheck", "haproxy.backends.ssh", "write check"],
  ["interval", check, "write inter"],
  ["retries", check, "write fall"],
  ["http", `${server}.check`, "write it at the backend's check, which holds for each of its servers"],
  ["port", `${check}.http`, "write port beside it, at the check"],
  ["hostPort", check, "write port"],
  ["template", "haproxy.backends.ssh", "write serverTemplate"],
  ["on_marked_down", "haproxy.backends.ssh", "write onMarkedDown"],
  ["dns", "haproxy.backends.ssh.serverTemplate", "write fqdn"],
  ["num", "haproxy.backends.ssh.serverTemplate", "write count"],
  ["ssl", "haproxy.frontends.ssh", "write tls"],
  ["acl", "haproxy.frontends.ssh", "write hosts"],
  ["httpsRedirect", "haproxy.frontends.ssh", "write redirect"],
  ["crt", "haproxy.frontends.ssh.tls", "write certificate"],
  ["sslMinVer", "haproxy.frontends.ssh.tls", "write minVersion"],
  ["cookie", "haproxy.backends.ssh", "write stick: {cookie: ...}"],
  ["host", server, "write address"],
  ["address", "quorum.qdevice", "write host"],
  ["witness", "quorum", "write qdevice"],
  ["tieBreaker", "quorum", "write autoTieBreaker"],
  ["secauth", "quorum", "write crypto"],
  ["tokenTimeout", "quorum", "write token"],
  ["mtu", "quorum", "write netmtu"],
  ["retransmits", "quorum", "write tokenRetransmitsBeforeLossConst"],
  ["rrp_mode", "quorum", "write linkMode"],
  ["log", "quorum", "write logging"],
  ["toLogfile", "quorum.logging", "write logfile: <path>, which switches it on"],
  ["knet_transport", "quorum.links.0", "write transport"],
  ["knet_ping_timeout", "quorum.links.0", "write pingTimeout"],
  ["extraConfig", "vrrp.ui", "write raw"],
  ["lines", "haproxy.frontends.ssh", "write raw"],
  ["fifo", "cluster.globalDefs", "write notifyFifo"],
  ["vrrpSyncGroup", "", "write syncGroups"],
  ["ssl", "haproxy.backends.ssh", "write tls"],
  ["caFile", "haproxy.backends.ssh.tls", "write ca"],
  ["verify", "haproxy.backends.ssh.tls", "write ca, or insecure: true"],
  ["retries", "fencing.nicWatchdog", "write misses"],
];

/** Keys that differ by a few letters from a known one that means something else. */
const strangers: readonly (readonly [key: string, at: string, notThis: RegExp])[] = [
  ["virtualServer", "vrrp.ui", /write virtualRouterId/],
  ["post", `${check}.http`, /write (host|path)/],
  ["note", "haproxy.backends.ssh", /write (nodes|mode)/],
  ["rate", "vrrp.ui.track.0", /write (name|rise)/],
];

function messageFor(key: string, at: string): string {
  const path = at === "" ? key : `${at}.${key}`;
  const whole = {
    ...(at.startsWith("quorum")
      ? { "cluster.witnesses": { q1: { address: "192.0.2.21" } }, quorum: {} }
      : {}),
    ...(at === "quorum.qdevice" ? { "quorum.qdevice": { host: "q1" } } : {}),
    ...(at === "vrrp.ui.notify" ? { "vrrp.ui.notify": {} } : {}),
    ...(at.startsWith("vrrp.ui.virtualIpaddress") ? { "vrrp.ui.virtualIpaddress": [{}] } : {}),
    ...(at.endsWith("http") ? { [check]: { http: {} } } : {}),
  };
  try {
    parseConfiguration(spoiled({ ...whole, [path]: "x" }));
    return "";
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    const found = error.findings.filter(({ code }) => code === "CONFIG_KEY_UNKNOWN");
    return found.map(({ message }) => message).join();
  }
}

describe("the advice for a wrong key", () => {
  for (const [key, at, advice] of wrong) {
    it(`${at || "the stack"}: ${key}: ${advice}`, () => {
      const message = messageFor(key, at);
      assert.equal(message.replace(/^(\w+ )?is not known( here)?; /, ""), advice, message);
    });
  }

  it("isn't a key that only looks like it", () => {
    for (const [key, at, notThis] of strangers) {
      const message = messageFor(key, at);
      assert.match(message, /write one of /);
      assert.doesNotMatch(message, notThis);
    }
  });
});
