import { z } from "zod";
import * as limits from "../limits";
import * as t from "./text";

function milliseconds({ min, max }: { readonly min: number; readonly max: number }) {
  return t.wholeNumber(min, max, " milliseconds");
}

const linkNumber = t.text(/^[0-7]$/, "a link number from 0 to 7");

/** corosync.conf(5), totem.interface. */
const link = t.strict({
  /** knet_link_priority: in passive mode the highest number carries the traffic. */
  priority: t.wholeNumber(limits.linkPriority.min, limits.linkPriority.max).optional(),
});

/** corosync.conf(5), crypto_cipher and crypto_hash; the defaults are Proxmox's. */
const crypto = t.strict({
  cipher: t.oneOf(["none", "aes128", "aes192", "aes256"]).default("aes256"),
  hash: t.oneOf(["none", "md5", "sha1", "sha256", "sha384", "sha512"]).default("sha256"),
});

const nodeId = t.wholeNumber(limits.nodeId.min, limits.nodeId.max);
const lowestOrHighest = z.literal(["lowest", "highest"]);

/** corosync-qdevice(8), quorum.device.heuristics. */
const heuristics = t.strict({
  mode: t.oneOf(["off", "on", "sync"]).default("off"),
  interval: milliseconds(limits.heuristicsInterval).optional(),
  timeout: milliseconds(limits.heuristicsTimeout).optional(),
  syncTimeout: milliseconds(limits.heuristicsTimeout).optional(),
  /** exec_NAME: commands that all must exit 0, split into words as a shell does, but run without one. */
  execs: t
    .named(
      t
        .text(/^[A-Za-z0-9_-]+$/, "letters, digits, _ and -")
        .max(
          limits.heuristicsNameLength,
          `must be at most ${String(limits.heuristicsNameLength)} characters`,
        ),
      t.text(/^\/[^\n]*$/, "one command line that begins with the program's absolute path"),
    )
    .prefault({}),
});

/** corosync-qdevice(8): quorum.device and its model net. */
const qdevice = t.strict({
  /** A witness, by its name. */
  host: t.label,
  algorithm: t.oneOf(["ffsplit", "lms"]).default("ffsplit"),
  tieBreaker: z.union([lowestOrHighest, nodeId], "must be lowest, highest or a node id").default("lowest"),
  tls: t.oneOf(["on", "off", "required"]).default("on"),
  timeout: milliseconds(limits.qdeviceTimeout).optional(),
  syncTimeout: milliseconds(limits.qdeviceTimeout).optional(),
  connectTimeout: milliseconds(limits.qdeviceConnectTimeout).optional(),
  votes: t.wholeNumber(limits.votes.min, limits.votes.max).optional(),
  heuristics: heuristics.optional(),
});

/** corosync.conf(5) and votequorum(5). */
export const quorumSchema = t.strict(
  {
    links: t.named(linkNumber, link).prefault({}),
    /** On with two nodes that have neither a qdevice nor auto_tie_breaker, unless said. */
    twoNode: t.flag.optional(),
    /** On with two_node unless said. */
    waitForAll: t.flag.optional(),
    lastManStanding: t.flag.default(false),
    lastManStandingWindow: milliseconds(limits.lastManStandingWindow).optional(),
    autoTieBreaker: t.flag.default(false),
    autoTieBreakerNode: z
      .union(
        [lowestOrHighest, t.listOf(nodeId, "a node id")],
        "must be lowest, highest, a node id or a list of them",
      )
      .optional(),
    expectedVotes: t.wholeNumber(1, limits.votes.max).optional(),
    allowDownscale: t.flag.default(false),
    token: milliseconds(limits.token).optional(),
    tokenCoefficient: milliseconds(limits.tokenCoefficient).optional(),
    crypto: crypto.prefault({}),
    qdevice: qdevice.optional(),
    /** Why two nodes without a third vote are meant, in words. */
    acceptTwoNodes: z
      .string("must be a reason in words")
      .regex(
        /\S+\s+\S+/,
        "must be a reason in words, such as: the nodes stand side by side, no third machine",
      )
      .optional(),
  },
  {
    votes: "votes are a node's, under cluster.nodes.<node>.votes",
    configVersion: "config_version is read from the nodes and raised by quorate",
    transport: "the transport is knet",
    device: "write qdevice",
  },
);

export type QuorumConfig = z.output<typeof quorumSchema>;
export type QuorumInput = z.input<typeof quorumSchema>;
