import type { Corosync, CorosyncNode, NetQdevice } from "../../model";
import { indent } from "../file";
import { rawText } from "../raw";

/** Numbers in corosync.conf that come from the running cluster, not from the configuration. */
export interface Numbers {
  /** totem.config_version. */
  readonly version: number;
  /** Node ids by name. */
  readonly nodeIds: ReadonlyMap<string, number>;
}

/**
 * The lines of corosync.conf(5).
 * @throws TypeError if a node has no id
 */
export function corosyncConfig(corosync: Corosync, { version, nodeIds }: Numbers): string[] {
  const { totem, crypto, links, logging } = corosync;
  return [
    ...section("totem", [
      "version: 2",
      `cluster_name: ${corosync.clusterName}`,
      `config_version: ${String(version)}`,
      "transport: knet",
      `crypto_cipher: ${crypto.cipher}`,
      `crypto_hash: ${crypto.hash}`,
      ...totemLines(totem),
      ...links.flatMap((link) => section("interface", linkLines(link))),
      ...rawText(corosync.raw.totem),
    ]),
    "",
    ...section(
      "nodelist",
      corosync.nodes.flatMap((node) => section("node", nodeLines(node, nodeIds))),
    ),
    "",
    ...section("quorum", [...quorumLines(corosync), ...rawText(corosync.raw.quorum)]),
    "",
    ...section("logging", [...loggingLines(logging), ...rawText(corosync.raw.logging)]),
    ...(corosync.raw.system.length > 0 ? ["", ...section("system", rawText(corosync.raw.system))] : []),
  ];
}

function totemLines(totem: Corosync["totem"]): string[] {
  return [
    ...option("ip_version", totem.ipVersion),
    ...option("link_mode", totem.linkMode),
    ...option("token", totem.token),
    ...option("token_coefficient", totem.tokenCoefficient),
    ...option("token_retransmits_before_loss_const", totem.tokenRetransmitsBeforeLossConst),
    ...option("consensus", totem.consensus),
    ...option("netmtu", totem.netmtu),
  ];
}

function linkLines(link: Corosync["links"][number]): string[] {
  return [
    `linknumber: ${String(link.number)}`,
    ...option("knet_transport", link.transport),
    ...option("knet_link_priority", link.priority),
    ...option("knet_ping_interval", link.pingInterval),
    ...option("knet_ping_timeout", link.pingTimeout),
    ...option("knet_ping_precision", link.pingPrecision),
    ...option("knet_pong_count", link.pongCount),
  ];
}

function loggingLines({ toSyslog, logfile, debug, timestamp }: Corosync["logging"]): string[] {
  return [
    "to_stderr: yes",
    `to_syslog: ${toSyslog ? "yes" : "no"}`,
    ...(logfile === undefined ? [] : ["to_logfile: yes", `logfile: ${logfile}`]),
    ...(debug ? ["debug: on"] : []),
    ...option("timestamp", timestamp),
  ];
}

/** The lines of quorum that corosync takes up only when it starts; votequorum(5), various notes. */
function quorumStartOptions(corosync: Corosync): string[] {
  const { waitForAllWritten, lastManStanding, lastManStandingWindow, allowDownscale } = corosync;
  return [
    ...(waitForAllWritten === undefined ? [] : [`wait_for_all: ${waitForAllWritten ? "1" : "0"}`]),
    ...flag("last_man_standing", lastManStanding),
    ...option("last_man_standing_window", lastManStandingWindow),
    ...flag("auto_tie_breaker", corosync.autoTieBreaker),
    ...option("auto_tie_breaker_node", tieBreakerNode(corosync)),
    ...flag("allow_downscale", allowDownscale),
  ];
}

/** All lines that corosync takes up only when it starts: totemknet.c, cfg.c and main.c read these once. */
export function startOptions(corosync: Corosync): string[] {
  const { linkMode, netmtu } = corosync.totem;
  const mode = linkMode === "passive" ? undefined : linkMode;
  return [
    ...quorumStartOptions(corosync),
    ...option("link_mode", mode),
    ...option("netmtu", netmtu),
    ...corosync.raw.system,
  ];
}

function section(name: string, lines: readonly string[]): string[] {
  return [`${name} {`, ...indent(lines), "}"];
}

function option(key: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`${key}: ${String(value)}`];
}

function flag(key: string, on: boolean): string[] {
  return on ? [`${key}: 1`] : [];
}

function tieBreakerNode({ autoTieBreakerNode: node }: Corosync): string | undefined {
  return typeof node === "object" ? node.join(" ") : node;
}

function nodeLines({ name, votes, links }: CorosyncNode, nodeIds: ReadonlyMap<string, number>): string[] {
  const id = nodeIds.get(name);
  if (id === undefined) throw new TypeError(`${name} has no node id`);
  return [
    `name: ${name}`,
    `nodeid: ${String(id)}`,
    `quorum_votes: ${String(votes)}`,
    ...Object.keys(links)
      .sort()
      .map((number) => `ring${number}_addr: ${String(links[number])}`),
  ];
}

function quorumLines(corosync: Corosync): string[] {
  const { expectedVotes, twoNode, qdevice } = corosync;
  return [
    "provider: corosync_votequorum",
    ...option("expected_votes", expectedVotes),
    ...flag("two_node", twoNode),
    ...quorumStartOptions(corosync),
    ...(qdevice ? section("device", deviceLines(qdevice)) : []),
  ];
}

/**
 * The lines of `device`, corosync-qdevice(8). With lms the votes have their default, and the file must not set them.
 */
export function deviceLines(qdevice: NetQdevice): string[] {
  const { algorithm, timeout, syncTimeout, connectTimeout, heuristics, tieBreaker, tls, witness } = qdevice;
  return [
    "model: net",
    ...(algorithm === "ffsplit" ? ["votes: 1"] : []),
    ...option("timeout", timeout),
    ...option("sync_timeout", syncTimeout),
    ...section("net", [
      `host: ${witness.address}`,
      `algorithm: ${algorithm}`,
      `tie_breaker: ${String(tieBreaker)}`,
      `tls: ${tls}`,
      ...option("connect_timeout", connectTimeout),
    ]),
    ...(heuristics
      ? section("heuristics", [
          `mode: ${heuristics.mode}`,
          ...option("timeout", heuristics.timeout),
          ...option("sync_timeout", heuristics.syncTimeout),
          ...option("interval", heuristics.interval),
          ...Object.entries(heuristics.execs).map(([name, command]) => `exec_${name}: ${command}`),
        ])
      : []),
  ];
}
