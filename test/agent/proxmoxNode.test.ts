import assert from "node:assert/strict";
import { parseProxmoxNode } from "../../agent/proxmoxNode";

const ca = "-----BEGIN CERTIFICATE-----\nMIIF\n-----END CERTIFICATE-----\n";
const list =
  '{"version": 3,"ids": {"100": {"node": "n1", "type": "qemu", "version": 1},"101": {"node": "n2", "type": "lxc", "version": 2}}}';

describe("what a node of Proxmox VE tells", () => {
  it("is its version, its guests and its CA", () => {
    const text = `version pve-manager/9.1.6/71482d1833ded40a (running kernel: 6.17.9-1-pve)\nguests ${list}\n${ca}`;
    assert.deepEqual(parseProxmoxNode(text), {
      ...{ version: "9.1.6", ca },
      guests: new Set(["vm:100", "ct:101"]),
      localDisks: new Map(),
    });
  });

  it("may lack the guests", () => {
    const { guests, version } = parseProxmoxNode(
      `version pve-manager/8.4.1/2a5fa54a8503f96d\nguests \n${ca}`,
    );
    assert.deepEqual([guests, version], [undefined, "8.4.1"]);
  });

  it("may have no guest at all", () => {
    const { guests } = parseProxmoxNode(`version pve-manager/9.0.3/1\nguests {"version":1,"ids":{}}\n${ca}`);
    assert.deepEqual(guests, new Set());
  });
});
