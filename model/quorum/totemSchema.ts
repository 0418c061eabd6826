import { z } from "zod";
import * as limits from "../limits";
import * as t from "../text";

export function milliseconds({ min, max }: { readonly min: number; readonly max: number }) {
  return t.wholeNumber(min, max, " milliseconds");
}

/** corosync.conf(5), totem.interface. */
export const link = t.strict({
  /** knet_link_priority: in passive mode the highest number carries the traffic. */
  priority: t.wholeNumber(limits.linkPriority.min, limits.linkPriority.max).optional(),
  /** knet_transport. Default: udp. */
  transport: t.oneOf(["udp", "sctp"]).optional(),
  /** knet_ping_interval. Default: token / (2 * pongCount). */
  pingInterval: milliseconds(limits.linkPing).optional(),
  /** knet_ping_timeout: the link is down after that long without an answer. Default: token / pongCount. */
  pingTimeout: milliseconds(limits.linkPing).optional(),
  /** knet_ping_precision: how many answers the latency is the mean of. Default: 2048. */
  pingPrecision: t.wholeNumber(limits.linkPingPrecision.min, limits.linkPingPrecision.max).optional(),
  /** knet_pong_count: answers until a link is up again. Default: 2. */
  pongCount: t.wholeNumber(limits.linkPongCount.min, limits.linkPongCount.max).optional(),
});

/** corosync.conf(5), totem, beside its links. */
export const totem = {
  /** link_mode: which of several links carry the traffic. Default: passive. */
  linkMode: t.oneOf(["passive", "active", "rr"]).optional(),
  /**
   * corosync.conf(5), totem, token: the time without the token until corosync misses a node. Milliseconds, default:
   * 3000.
   */
  token: milliseconds(limits.token).optional(),
  /** corosync.conf(5), totem, token_coefficient: added to token for each node beyond two. Milliseconds, default: 650. */
  tokenCoefficient: milliseconds(limits.tokenCoefficient).optional(),
  /** token_retransmits_before_loss_const. Default: 4. */
  tokenRetransmitsBeforeLossConst: t
    .wholeNumber(limits.tokenRetransmits.min, limits.tokenRetransmits.max)
    .optional(),
  /** consensus: until the nodes that are left agree on a new membership. Default: 1.2 times the token. */
  consensus: milliseconds(limits.token).optional(),
  /** netmtu: the longest packet that corosync gives to knet. */
  netmtu: t.wholeNumber(limits.netmtu.min, limits.netmtu.max).optional(),
  /** ip_version. Default: corosync's; on Proxmox VE ipv4-6. */
  ipVersion: t.oneOf(["ipv4", "ipv6", "ipv4-6", "ipv6-4"]).optional(),
};

/** corosync.conf(5), logging. */
export const logging = t.strict(
  {
    toSyslog: t.flag.default(true),
    /** With a path, to_logfile is on. */
    logfile: t.absolutePath.optional(),
    debug: t.flag.default(false),
    timestamp: t.oneOf(["off", "on", "hires"]).optional(),
  },
  { toLogfile: "write logfile: <path>, which switches it on" },
);

export type Logging = z.output<typeof logging>;
