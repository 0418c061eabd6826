import { z } from "zod";
import * as limits from "../limits";
import { corosyncPlaces } from "../raw/corosync";
import { rawLines } from "../raw/schema";
import * as t from "../text";
import { link, logging, milliseconds, totem } from "./totemSchema";

const linkNumber = t.text(/^[0-7]$/, "a link number from 0 to 7");

/** corosync.conf(5), crypto_cipher and crypto_hash; the defaults are Proxmox's. */
const crypto = t.strict({
  cipher: t.oneOf(["none", "aes128", "aes192", "aes256"]).default("aes256"),
  hash: t.oneOf(["none", "md5", "sha1", "sha256", "sha384", "sha512"]).default("sha256"),
});

const nodeId = t.wholeNumber(limits.nodeId.min, limits.nodeId.max);
const lowestOrHighest = z.literal(["lowest", "highest"]);

/** A command line. corosync.conf has no quotes of its own: a brace begins or ends a section, # may begin a comment. */
const command = t
  .text(/^\/[^\n]*$/, "one command line that begins with the program's absolute path")
  .regex(t.plainText, t.plainTextProblem)
  .regex(/^[^{}#]*$/, "has a brace or #, which corosync.conf can't hold; write a script, and its path here")
  .regex(/^(.*\S)?$/, "ends in a blank, which corosync drops; leave it out")
  .regex(
    /^([^'"\\]|\\.|'[^']*'|"([^"\\]|\\.)*")*$/,
    "has a quote without its second one, so corosync-qdevice can't split it into words; close it",
  )
  .refine(
    (line) => Buffer.byteLength(line) <= limits.heuristicsCommandLength,
    `must be at most ${String(limits.heuristicsCommandLength)} bytes, or corosync refuses the line; write a script, and its path here`,
  );

/**
 * corosync-qdevice(8), quorum.device.heuristics: commands whose success qnetd considers when it chooses a partition.
 */
const heuristics = t.strict({
  mode: t.oneOf(["off", "on", "sync"]).default("off"),
  interval: milliseconds(limits.heuristicsInterval).optional(),
  timeout: milliseconds(limits.heuristicsTimeout).optional(),
  syncTimeout: milliseconds(limits.heuristicsTimeout).optional(),
  /**
   * exec_NAME: commands that must all exit 0. corosync-qdevice splits them into words like a shell, but runs them
   * without one.
   */
  execs: t
    .named(
      t
        .text(/^[A-Za-z0-9_-]+$/, "letters, digits, _ and -")
        .max(
          limits.heuristicsNameLength,
          `must be at most ${String(limits.heuristicsNameLength)} characters`,
        ),
      command,
    )
    .prefault({}),
});

/** corosync-qdevice(8): quorum.device and its model net. */
const qdevice = t.strict({
  /** Name of the witness that runs qnetd. */
  host: t.label,
  /** algorithm: ffsplit gives its vote to one of two halves. lms keeps the last node quorate. */
  algorithm: t.oneOf(["ffsplit", "lms"]).default("ffsplit"),
  /** tie_breaker: the winner between equal halves. Default: lowest. */
  tieBreaker: z.union([lowestOrHighest, nodeId], "must be lowest, highest or a node id").default("lowest"),
  /** tls: with required, corosync-qdevice refuses a qnetd without encryption. */
  tls: t.oneOf(["on", "off", "required"]).default("on"),
  /** quorum.device.timeout: the time that corosync waits for the device's vote. Milliseconds, default: 10000. */
  timeout: milliseconds(limits.qdeviceTimeout).optional(),
  /** quorum.device.sync_timeout: the same while the membership changes. Milliseconds, default: 30000. */
  syncTimeout: milliseconds(limits.qdeviceTimeout).optional(),
  /** connect_timeout: the limit of one attempt to reach qnetd. Milliseconds, default: 8000. */
  connectTimeout: milliseconds(limits.qdeviceConnectTimeout).optional(),
  /** quorum.device.votes: follows from the algorithm. Another number is a finding. */
  votes: t.wholeNumber(limits.votes.min, limits.votes.max).optional(),
  heuristics: heuristics.optional(),
});

const raw = t.strict({
  totem: rawLines(corosyncPlaces.totem).prefault([]),
  quorum: rawLines(corosyncPlaces.quorum).prefault([]),
  logging: rawLines(corosyncPlaces.logging).prefault([]),
  system: rawLines(corosyncPlaces.system).prefault([]),
});

/** corosync.conf(5) and votequorum(5). */
export const quorumSchema = t.strict(
  {
    /** corosync.conf(5), totem: interface sub-sections by linknumber. */
    links: t.named(linkNumber, link).prefault({}),
    /**
     * votequorum(5), SPECIAL FEATURES, two_node: one of two nodes is quorate alone. Default: on with two nodes of
     * equal votes, no qdevice and no auto_tie_breaker.
     */
    twoNode: t.flag.optional(),
    /**
     * votequorum(5), SPECIAL FEATURES, wait_for_all: quorate only after all nodes were seen at once. Default: on with
     * two_node.
     */
    waitForAll: t.flag.optional(),
    /**
     * votequorum(5), SPECIAL FEATURES, last_man_standing: corosync lowers the expected votes each time that a node
     * fails.
     */
    lastManStanding: t.flag.default(false),
    /** votequorum(5), last_man_standing_window: the time until corosync lowers them. Milliseconds, default: 10000. */
    lastManStandingWindow: milliseconds(limits.lastManStandingWindow).optional(),
    /** votequorum(5), SPECIAL FEATURES, auto_tie_breaker: of two halves, the one with a certain node is quorate. */
    autoTieBreaker: t.flag.default(false),
    /** votequorum(5), auto_tie_breaker_node: that node. Default: lowest. */
    autoTieBreakerNode: z
      .union(
        [lowestOrHighest, t.listOf(nodeId, "a node id")],
        "must be lowest, highest, a node id or a list of them",
      )
      .optional(),
    /** votequorum(5), expected_votes. Default: the sum of all votes. */
    expectedVotes: t.wholeNumber(1, limits.votes.max).optional(),
    /**
     * votequorum(5), SPECIAL FEATURES, allow_downscale: corosync lowers the expected votes when a node leaves in order.
     */
    allowDownscale: t.flag.default(false),
    ...totem,
    /** corosync.conf(5), totem, crypto_cipher and crypto_hash. */
    crypto: crypto.prefault({}),
    logging: logging.prefault({}),
    /** Lines at the end of sections of corosync.conf. */
    raw: raw.prefault({}),
    qdevice: qdevice.optional(),
    /** Your reason for two nodes without a third vote, in words. */
    acceptTwoNodes: z
      .string("must be a reason in words")
      .regex(
        /\S+\s+\S+/,
        "must be a reason in words, such as: the nodes stand side by side, no third machine",
      )
      .optional(),
  },
  {
    votes: "write a node's votes under cluster.nodes.<node>.votes",
    configVersion: "quorate reads config_version from the nodes and raises it",
    transport: "the transport is knet",
    device: "write qdevice",
  },
);

export type QuorumConfig = z.output<typeof quorumSchema>;
export type QuorumInput = z.input<typeof quorumSchema>;
