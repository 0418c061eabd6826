import assert from "node:assert/strict";
import { findingsOf, spoiled } from "../support/model/configurations";

const checked = { virtualRouterId: 51, virtualIpaddress: ["192.0.2.100/24"], order: ["n1", "n2", "n3"] };
const group = { ...checked, track: [{ process: "haproxy" }] };
const ui = (changes: object) => ({ "vrrp.ui": { ...group, ...changes } });
const cloud = {
  "cluster.networks": {
    lan: { subnet: ["10.0.1.0/24", "10.0.2.0/24", "203.0.113.80/32"], interface: "eth0" },
  },
  "cluster.nodes": { a: { address: "10.0.1.11" }, b: { address: "10.0.2.11" } },
  haproxy: undefined,
};
const edge = { virtualRouterId: 51, virtualIpaddress: ["203.0.113.80/32"], order: ["a", "b"], unicast: true };

/** Kinds of needs and mistakes of people who run such clusters, each with the words of its finding; none if it is right. */
const cases: Readonly<Record<string, readonly [changes: Readonly<Record<string, unknown>>, words?: RegExp]>> =
  {
    "a check by a command": [
      ui({ track: [{ process: "haproxy" }, { script: "dig +time=1 @127.0.0.1 a.example A" }] }),
    ],
    "a ping as a check": [ui({ track: [{ ping: "192.0.2.1" }] }), /write script: ping -c 1 -W 1 ADDRESS/],
    "two families in one group": [
      ui({ virtualIpaddress: ["192.0.2.100/24", "2001:db8:0:1::100/64"] }),
      /a group for each, with one syncGroup/,
    ],
    "two families in a sync group": [
      {
        "cluster.networks.lan.subnet": ["192.0.2.0/24", "2001:db8:0:1::/64"],
        ...ui({ syncGroup: "web" }),
        "vrrp.web6": {
          ...group,
          virtualIpaddress: ["fe80::100/64", "2001:db8:0:1::100/64"],
          syncGroup: "web",
        },
      },
    ],
    "a database whose check has another port, and whose sessions end": [
      {
        "haproxy.backends.ssh": {
          check: { http: { method: "OPTIONS", path: "/primary" }, port: 8008, inter: "3s" },
          servers: { n1: { port: 5433, onMarkedDown: "shutdown-sessions" }, n2: { port: 5433 } },
        },
      },
    ],
    "the port of a check below http": [
      { "haproxy.backends.ssh.check": { http: { port: 8008 } } },
      /write port beside it, at the check/,
    ],
    "TLS at haproxy, a redirect and a cookie": [
      {
        "haproxy.frontends.plain": {
          bind: "192.0.2.100:80",
          mode: "http",
          redirect: "https",
          defaultBackend: "web",
        },
        "haproxy.frontends.web": {
          ...{ bind: "192.0.2.100:443", mode: "http", defaultBackend: "web" },
          tls: { certificate: "/etc/haproxy/site.pem" },
        },
        "haproxy.backends.web": {
          ...{ mode: "http", check: { http: { path: "/health" } }, stick: { cookie: "SRV" } },
          servers: { a: { address: "192.0.2.31", port: 8080 }, b: { address: "192.0.2.32", port: 8080 } },
        },
      },
    ],
    "a bind of an address that no check of haproxy guards": [
      { "vrrp.ui": { ...checked, track: [] } },
      /stays on a node with a dead haproxy/,
    ],
    "a server that is a bind of its own frontend": [
      {
        "haproxy.backends.ssh": {
          check: { tcp: {} },
          servers: { vip: { address: "192.0.2.100", port: 22 } },
        },
      },
      /one connection opens the next/,
    ],
    "gratuitous ARP again and again, and a virtual MAC": [
      ui({ garpMasterRefresh: 60, garpMasterDelay: 5, useVmac: true }),
    ],
    "a floating address that a script moves": [
      {
        ...cloud,
        vrrp: {
          edge: {
            ...edge,
            notify: { masterRxLowerPri: { script: "/usr/local/bin/take 203.0.113.80", user: "root" } },
          },
        },
      },
    ],
    "the same without its subnet": [
      {
        ...cloud,
        "cluster.networks": { lan: { subnet: ["10.0.1.0/24", "10.0.2.0/24"], interface: "eth0" } },
        vrrp: { edge },
      },
      /for a floating address .* 203\.0\.113\.80\/32 as one more subnet/,
    ],
    "one script for all states, and a file that drains": [
      ui({ notify: "/usr/local/bin/vrrp-event", track: [{ process: "haproxy" }, { file: "/run/drain" }] }),
    ],
    "a drain file under another key": [ui({ trackFile: "/run/drain" }), /write track: \[\{file: \.\.\.\}\]/],
    "less than a second in version 2": [ui({ advertInt: 0.5 }), /or version: 3 for less than a second/],
    "a default route with the address": [ui({ virtualRoutes: ["default via 192.0.2.1"] })],
  };

describe("cases of other people's configurations", () => {
  for (const [title, [changes, words]] of Object.entries(cases)) {
    it(`${title}: ${words ? "found" : "taken"}`, () => {
      const found = findingsOf(spoiled(changes)).map(({ path, message }) => `${path}: ${message}`);
      if (words) assert.match(found.join("\n"), words);
      else assert.deepEqual(found, []);
    });
  }
});
