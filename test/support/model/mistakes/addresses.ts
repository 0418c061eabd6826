import { type Mistake } from "./mistake";

/** Virtual addresses in places that mean one machine. */
export const addresses: readonly Mistake[] = [
  [
    "a corosync link at a VIP",
    {
      "cluster.nodes.n1.links": { 1: "192.0.2.100" },
      "cluster.nodes.n2.links": { 1: "198.51.100.12" },
      "cluster.nodes.n3.links": { 1: "198.51.100.13" },
    },
    "VRRP_FIXED_ADDRESS",
    "cluster.nodes.n1.links.1",
    /192\.0\.2\.100 is a virtual address, so corosync would/,
  ],
  [
    "a witness at a VIP",
    { "cluster.witnesses": { q1: { address: "192.0.2.100" } } },
    "VRRP_FIXED_ADDRESS",
    "cluster.witnesses.q1.address",
    /the qdevice would reach its qnetd on whichever/,
  ],
  [
    "a bastion at a VIP",
    { "cluster.ssh.bastion": { host: "192.0.2.100" } },
    "VRRP_FIXED_ADDRESS",
    "cluster.ssh.bastion.host",
    /another host key/,
  ],
  [
    "a log at a VIP",
    { "haproxy.global": { log: { target: "192.0.2.100:514" } } },
    "VRRP_FIXED_ADDRESS",
    "haproxy.global.log.target",
    /the log goes to/,
  ],
  [
    "a check of the VIP that it moves",
    { "vrrp.ui.track": [{ process: "haproxy" }, { https: { url: "https://192.0.2.100:8006/" } }] },
    "VRRP_FIXED_ADDRESS",
    "vrrp.ui.track (https-192-0-2-100-8006)",
    /answers the check for every member/,
  ],
];
