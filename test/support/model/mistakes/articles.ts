import { type Mistake } from "./mistake";

/** The mistakes in the articles that started this project. */
export const articles: readonly Mistake[] = [
  [
    "weight in global_defs",
    { "cluster.globalDefs.weight": -20 },
    "CONFIG_KEY_UNKNOWN",
    "cluster.globalDefs",
    /write the weight of a check at the check/,
  ],
  [
    "100 - 10 against 90",
    { "vrrp.ui.order": ["n1", "n2"], "vrrp.ui.track": [{ process: "haproxy", weight: -10 }] },
    "VRRP_FAILOVER_POSSIBLE",
    "vrrp.ui.track (haproxy)",
    /n1 .* 90 against n2's 90: a tie, .* 192\.0\.2\.12 of n2; write -11 or less/,
  ],
  [
    "a weight above 0",
    { "vrrp.ui.track": [{ process: "haproxy", weight: 10 }] },
    "VRRP_FAILOVER_POSSIBLE",
    "vrrp.ui.track (haproxy)",
    /n1 with the check failed has 100 against n3.s 90/,
  ],
  [
    "a password of 12 characters",
    { "vrrp.ui.authPass": "abcdefgh1234" },
    "VRRP_AUTH_PASS_UNFIT",
    "vrrp.ui.authPass",
    /^has 12 characters, .* exactly 8/,
  ],
  [
    "a password of an article",
    { "vrrp.ui.authPass": "password" },
    "VRRP_AUTH_PASS_UNFIT",
    "vrrp.ui.authPass",
    /published article/,
  ],
  [
    "a generated password of 12 characters",
    { "vrrp.ui.authPass": { length: 12 } },
    "VRRP_AUTH_PASS_LENGTH",
    "vrrp.ui.authPass.length",
    /write length: 8/,
  ],
  [
    "a VIP of another network",
    { "vrrp.ui.virtualIpaddress": ["192.168.100.10/24"] },
    "VRRP_VIP_IN_SUBNET",
    "vrrp.ui.virtualIpaddress[0]",
    /outside lan \(192\.0\.2\.0\/24\), .*for a floating address .* 192\.168\.100\.10\/32 as one more subnet of lan/,
  ],
  [
    "a frontend at another address than the VIP",
    { "haproxy.frontends.ssh.bind": "192.0.2.102:22" },
    "HAPROXY_BIND_ADDRESS",
    "haproxy.frontends.ssh.bind[0]",
    /write one of 192\.0\.2\.100/,
  ],
  [
    "an empty notify script",
    { "vrrp.ui.notify": { master: "" } },
    "CONFIG_VALUE_INVALID",
    "vrrp.ui.notify.master",
    /is empty/,
  ],
  [
    "the daemon's spelling",
    { "vrrp.ui.virtual_router_id": 51 },
    "CONFIG_KEY_UNKNOWN",
    "vrrp.ui",
    /write virtualRouterId/,
  ],
];
