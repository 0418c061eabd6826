import assert from "node:assert/strict";
import { command, type Declared, keepalived, violations } from "../support/policy/pack";

const vip = "192.0.2.100";
const group = (more = "") =>
  `vrrp_instance ui {\n virtual_router_id 51\n${more}\n virtual_ipaddress {\n  ${vip}/24\n }\n}`;
const writes = (path: string, text: string, host = "192.0.2.11"): Declared =>
  command(`${host} ${path}`, { create: `cat >${path} <<'EOF'\n${text}\nEOF\n` }, host);
const haproxy = (text: string) => writes("/etc/haproxy/haproxy.cfg", text);
const corosync = (text: string) => writes("/etc/corosync/corosync.conf", text);

/** Everything that names one machine, by an address. */
const places: Readonly<Record<string, (address: string) => Declared>> = {
  "a machine": (address) => writes("/etc/haproxy/haproxy.cfg", "global", address),
  "a bastion": (address) => ({
    ...command("q", {}),
    inputs: { connection: { host: "192.0.2.20", proxy: { host: address } } },
  }),
  "a unicast source": (address) => keepalived("192.0.2.12", group(` unicast_src_ip ${address}`)),
  "a unicast peer": (address) => keepalived("192.0.2.12", group(` unicast_peer {\n  ${address}\n }`)),
  "a check's target": (address) =>
    keepalived("192.0.2.12", `vrrp_script c {\n script "/usr/bin/curl -sf https://${address}:8006/"\n}`),
  "a corosync link": (address) => corosync(`nodelist {\n node {\n  ring1_addr: ${address}\n }\n}`),
  "a qdevice's host": (address) => corosync(`quorum {\n device {\n  net {\n   host: ${address}\n  }\n }\n}`),
  "a source of a backend": (address) => haproxy(`backend b\n source ${address}:0 usesrc clientip`),
  "a source of a server": (address) => haproxy(`backend b\n server s 192.0.2.30:80 check source ${address}`),
  "a log's target": (address) => haproxy(`global\n log ${address}:514 local0`),
  "a peer of stick tables": (address) => haproxy(`peers p\n peer a ${address}:1024`),
};

describe("vrrp-fixed-address", () => {
  for (const [title, place] of Object.entries(places)) {
    it(`finds ${title} at a VIP of the program, and takes one that stays`, async () => {
      const found = (address: string) =>
        violations([keepalived("192.0.2.11", group()), place(address)], {}, "vrrp-fixed-address");
      assert.match((await found(vip)).join("\n"), /192\.0\.2\.100 is a virtual address, so /);
      assert.deepEqual(await found("192.0.2.40"), []);
    });
  }
});
