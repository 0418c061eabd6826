import type { RawPlace } from "./place";

/** corosync takes the first of `{`, `:` and `}` in a line for its meaning, and has no quotes; coroparse.c. */
function lineProblem(line: string): string | undefined {
  if (line === "}" || /^[\w.-]+\s*\{$/.test(line)) return undefined;
  if (!/^[\w.]+\s*:\s*[^\s{}#][^{}#]*$/.test(line))
    return "isn't one line as corosync reads it; write key: value, name {, or } alone, without #";
  return line.length > 400 ? "is longer than 400 characters, and corosync reads 511" : undefined;
}

const noSecrets = "has a secret, and every user of the node can read corosync.conf; leave it out";

function place(instead: Readonly<Record<string, string>>): RawPlace {
  return { lineProblem, blocks: true, once: true, noSecrets, instead };
}

const byQuorate = "quorate writes it; leave it out";

/** The sections of corosync.conf(5) that take raw lines. */
export const corosyncPlaces = {
  totem: place({
    version: byQuorate,
    config_version: byQuorate,
    cluster_name: "it is the cluster's name; leave it out",
    transport: "the transport is knet; leave it out",
    crypto_cipher: "write crypto: {cipher: ...}",
    crypto_hash: "write crypto: {hash: ...}",
    secauth: "write crypto",
    ip_version: "write ipVersion",
    link_mode: "write linkMode",
    rrp_mode: "write linkMode",
    token: "write token",
    token_coefficient: "write tokenCoefficient",
    token_retransmits_before_loss_const: "write tokenRetransmitsBeforeLossConst",
    consensus: "write consensus",
    netmtu: "write netmtu",
    keyfile: byQuorate,
    interface: "write links",
  }),
  quorum: place({
    provider: byQuorate,
    expected_votes: "write expectedVotes",
    two_node: "write twoNode",
    wait_for_all: "write waitForAll",
    last_man_standing: "write lastManStanding",
    last_man_standing_window: "write lastManStandingWindow",
    auto_tie_breaker: "write autoTieBreaker",
    auto_tie_breaker_node: "write autoTieBreakerNode",
    allow_downscale: "write allowDownscale",
    device: "write qdevice",
  }),
  logging: place({
    to_stderr: byQuorate,
    to_syslog: "write logging: {toSyslog: ...}",
    to_logfile: "write logging: {logfile: ...}",
    logfile: "write logging: {logfile: ...}",
    debug: "write logging: {debug: true}",
    timestamp: "write logging: {timestamp: ...}",
  }),
  system: place({}),
} as const;

export type CorosyncSectionName = keyof typeof corosyncPlaces;
