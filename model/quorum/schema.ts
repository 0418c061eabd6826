import { z } from "zod";
import * as limits from "../limits";
import * as t from "../text";

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

/** corosync-qdevice(8), quorum.device.heuristics: commands whose success counts when qnetd chooses. */
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
  /** algorithm: ffsplit gives its vote to one of two halves; lms goes on with the last node. */
  algorithm: t.oneOf(["ffsplit", "lms"]).default("ffsplit"),
  /** tie_breaker: who wins between equal halves; lowest unless said. */
  tieBreaker: z.union([lowestOrHighest, nodeId], "must be lowest, highest or a node id").default("lowest"),
  /** tls: required refuses a qnetd that doesn't encrypt. */
  tls: t.oneOf(["on", "off", "required"]).default("on"),
  /** quorum.device.timeout: how long corosync waits for the device's vote; 10000 unless said. */
  timeout: milliseconds(limits.qdeviceTimeout).optional(),
  /** quorum.device.sync_timeout: the same while the membership changes; 30000 unless said. */
  syncTimeout: milliseconds(limits.qdeviceTimeout).optional(),
  /** connect_timeout: for one attempt to reach qnetd; 8000 unless said. */
  connectTimeout: milliseconds(limits.qdeviceConnectTimeout).optional(),
  /** quorum.device.votes: follow from the algorithm; another number is a finding. */
  votes: t.wholeNumber(limits.votes.min, limits.votes.max).optional(),
  heuristics: heuristics.optional(),
});

/** corosync.conf(5) and votequorum(5). */
export const quorumSchema = t.strict(
  {
    /** corosync.conf(5), totem: interface sub-sections, by linknumber. */
    links: t.named(linkNumber, link).prefault({}),
    /**
     * votequorum(5), SPECIAL FEATURES, two_node: one of two nodes is quorate alone. On with two nodes that have neither a
     * qdevice nor auto_tie_breaker, unless said.
     */
    twoNode: t.flag.optional(),
    /** votequorum(5), SPECIAL FEATURES, wait_for_all: quorate only once all were there. On with two_node unless said. */
    waitForAll: t.flag.optional(),
    /** votequorum(5), SPECIAL FEATURES, last_man_standing: expected votes sink with the nodes that go, one by one. */
    lastManStanding: t.flag.default(false),
    /** votequorum(5), last_man_standing_window: milliseconds before they sink; 10000 unless said. */
    lastManStandingWindow: milliseconds(limits.lastManStandingWindow).optional(),
    /** votequorum(5), SPECIAL FEATURES, auto_tie_breaker: of two halves the one with a certain node is quorate. */
    autoTieBreaker: t.flag.default(false),
    /** votequorum(5), auto_tie_breaker_node: that node; lowest unless said. */
    autoTieBreakerNode: z
      .union(
        [lowestOrHighest, t.listOf(nodeId, "a node id")],
        "must be lowest, highest, a node id or a list of them",
      )
      .optional(),
    /** votequorum(5), expected_votes: the sum of all votes unless said. */
    expectedVotes: t.wholeNumber(1, limits.votes.max).optional(),
    /** votequorum(5), SPECIAL FEATURES, allow_downscale: expected votes sink when a node leaves in an orderly way. */
    allowDownscale: t.flag.default(false),
    /** corosync.conf(5), totem, token: milliseconds without the token until a node is missed; 3000 unless said. */
    token: milliseconds(limits.token).optional(),
    /** corosync.conf(5), totem, token_coefficient: milliseconds more for each node beyond two; 650 unless said. */
    tokenCoefficient: milliseconds(limits.tokenCoefficient).optional(),
    /** corosync.conf(5), totem, crypto_cipher and crypto_hash. */
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
