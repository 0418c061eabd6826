import { familyOf } from "../address";
import { type Cluster, type Node, names } from "../cluster/cluster";
import { type Finding, printPath } from "../finding";
import { proxmoxFindings } from "../cluster/proxmoxFindings";
import type { QuorumConfig } from "./schema";

/** Mistakes for which corosync refuses the configuration, ignores a part of it, or is never quorate. */
export function corosyncFindings(config: QuorumConfig, cluster: Cluster): Finding[] {
  return [
    ...nodeIdFindings(cluster),
    ...linkAddressFindings(cluster),
    ...linkFindings(config, cluster),
    ...voteFindings(config, cluster),
    ...qdeviceFindings(config, cluster),
    ...tieBreakerFindings(config, cluster),
    ...ignoredFindings(config, cluster),
    ...proxmoxFindings(config, cluster),
  ];
}

function finding(code: Finding["code"], path: readonly PropertyKey[], message: string): Finding {
  return { code, path: printPath(path), message };
}

function nodeIdFindings({ nodes }: Cluster): Finding[] {
  return nodes.flatMap(({ name, nodeId }, index) => {
    const other = nodes.slice(0, index).find((before) => nodeId !== undefined && before.nodeId === nodeId);
    if (other === undefined) return [];
    const message = `${String(nodeId)} is ${other.name}'s already (cluster.nodes.${other.name}.nodeId); each node has its own`;
    return [finding("QUORUM_NODE_ID_DUPLICATE", ["cluster", "nodes", name, "nodeId"], message)];
  });
}

/** The addresses of all links must be unique. clusterFindings judges those of link 0 that are nodes' own addresses. */
function linkAddressFindings({ nodes }: Cluster): Finding[] {
  const places = nodes.flatMap(({ name, address, links }) =>
    Object.entries(links).map(([number, own]) => ({ name, number, own, main: own === address })),
  );
  return places.flatMap(({ name, number, own, main }, index) => {
    const other = places
      .slice(0, index)
      .find((before) => before.own === own && !(main && before.main && before.name !== name));
    if (other === undefined) return [];
    const message = `${own} is link ${other.number} of ${other.name} already; each link of each node has an address of its own`;
    return [finding("QUORUM_LINK_ADDRESS_DUPLICATE", ["cluster", "nodes", name, "links", number], message)];
  });
}

function linkFindings(config: QuorumConfig, { nodes }: Cluster): Finding[] {
  const known = [...new Set(nodes.flatMap(({ links }) => Object.keys(links)))].sort();
  const uneven = nodes.flatMap(({ name, links }) =>
    known
      .filter((number) => links[number] === undefined)
      .map((number) => {
        const having = names(nodes.filter((node) => node.links[number] !== undefined));
        const message = `link ${number} is missing here, and ${having} has it: corosync takes a link on every node or on none; write links: {${number}: <address>}`;
        return finding("QUORUM_LINKS_UNEVEN", ["cluster", "nodes", name, "links"], message);
      }),
  );
  const unknown = Object.keys(config.links)
    .filter((number) => !known.includes(number))
    .map((number) =>
      finding(
        "QUORUM_LINK_UNKNOWN",
        ["quorum", "links", number],
        `no node has a link ${number}; write cluster.nodes.<node>.links: {${number}: <address>} at every node`,
      ),
    );
  return [...uneven, ...unknown, ...known.flatMap((number) => familyFindings(number, nodes))];
}

/** corosync.conf(5), ip_version: all addresses of a link must have one family. */
function familyFindings(number: string, nodes: readonly Node[]): Finding[] {
  const first = nodes.find(({ links }) => links[number] !== undefined);
  const family = familyOf(first?.links[number] ?? "");
  return nodes
    .filter(({ links }) => links[number] !== undefined && familyOf(links[number]) !== family)
    .map(({ name, links }) =>
      finding(
        "QUORUM_LINK_FAMILY",
        ["cluster", "nodes", name, "links", number],
        `${String(links[number])} is not of the same family as ${first?.name ?? ""}'s ${first?.links[number] ?? ""}; knet takes IPv4 or IPv6 on one link, not both`,
      ),
    );
}

function voteFindings(
  { expectedVotes, lastManStanding, qdevice }: QuorumConfig,
  { nodes }: Cluster,
): Finding[] {
  const sum = nodes.reduce((total, { votes }) => total + votes, 0);
  if (sum === 0) {
    const message = "no node has a vote, so that nothing is ever quorate; write votes: 1 at the nodes";
    return [finding("QUORUM_NEVER", ["cluster", "nodes"], message)];
  }
  const third =
    qdevice === undefined ? 0 : (qdevice.votes ?? (qdevice.algorithm === "ffsplit" ? 1 : sum - 1));
  const majority = Math.floor((expectedVotes ?? 0) / 2) + 1;
  const odd = nodes.filter(({ votes }) => votes !== 1);
  return [
    ...(majority > sum + third
      ? [
          finding(
            "QUORUM_NEVER",
            ["quorum", "expectedVotes"],
            `${String(expectedVotes)} needs ${String(majority)} votes, and all together are ${String(sum + third)}: never quorate; write ${String(sum + third)}, or leave it out`,
          ),
        ]
      : []),
    ...(lastManStanding || qdevice?.algorithm === "ffsplit" ? odd : []).map(({ name, votes }) =>
      finding(
        "QUORUM_VOTES_UNEQUAL",
        ["cluster", "nodes", name, "votes"],
        `${String(votes)} beside ${lastManStanding ? "last_man_standing (votequorum(5))" : "ffsplit (corosync-qdevice(8))"}, where every node votes 1; write 1`,
      ),
    ),
  ];
}

function qdeviceFindings(config: QuorumConfig, cluster: Cluster): Finding[] {
  const { qdevice, autoTieBreaker, lastManStanding } = config;
  if (qdevice === undefined) return [];
  const disabling = [autoTieBreaker && "autoTieBreaker", lastManStanding && "lastManStanding"];
  return [
    ...qdeviceHostFindings(qdevice.host, cluster),
    ...disabling
      .filter((key) => key !== false)
      .map((key) =>
        finding(
          "QUORUM_QDEVICE_DISABLED",
          ["quorum", key],
          "beside a qdevice, which it switches off (votequorum(5)); leave one of them out",
        ),
      ),
    ...qdeviceVotesFindings(qdevice),
  ];
}

function qdeviceHostFindings(host: string, { witnesses, nodes }: Cluster): Finding[] {
  const path = ["quorum", "qdevice", "host"];
  const witness = witnesses.find(({ name }) => name === host);
  const member = nodes.find(
    ({ name, links }) =>
      name === host || (witness !== undefined && Object.values(links).includes(witness.address)),
  );
  if (member !== undefined) {
    const message = `${host} is ${member.name} itself, whose failure would cost two votes; write a witness outside the cluster`;
    return [finding("QUORUM_QDEVICE_HOST", path, message)];
  }
  if (witness !== undefined) return [];
  const message = `${host} is no witness (${names(witnesses) || "there are none"}); write cluster.witnesses.${host}: {address: ...}`;
  return [finding("QUORUM_QDEVICE_HOST_UNKNOWN", path, message)];
}

function qdeviceVotesFindings({ algorithm, votes }: NonNullable<QuorumConfig["qdevice"]>): Finding[] {
  if (votes === undefined || (algorithm === "ffsplit" && votes === 1)) return [];
  const why =
    algorithm === "ffsplit"
      ? "with ffsplit, which gives exactly 1"
      : "with lms, which works with the default alone";
  const message = `${String(votes)} ${why} (corosync-qdevice(8)); leave votes out`;
  return [finding("QUORUM_QDEVICE_VOTES", ["quorum", "qdevice", "votes"], message)];
}

/** A tie-breaker may only name node ids from the configuration. Assigned ids may change. */
function tieBreakerFindings({ autoTieBreakerNode, qdevice }: QuorumConfig, { nodes }: Cluster): Finding[] {
  const written = nodes.flatMap(({ nodeId }) => nodeId ?? []);
  const wanted = [
    ...(Array.isArray(autoTieBreakerNode) ? autoTieBreakerNode : []).map((id) => ({
      id,
      path: ["quorum", "autoTieBreakerNode"],
    })),
    ...(typeof qdevice?.tieBreaker === "number"
      ? [{ id: qdevice.tieBreaker, path: ["quorum", "qdevice", "tieBreaker"] }]
      : []),
  ];
  return wanted
    .filter(({ id }) => !written.includes(id))
    .map(({ id, path }) =>
      finding(
        "QUORUM_TIE_BREAKER_UNKNOWN",
        path,
        `no node says nodeId: ${String(id)}; write it at the node that is meant (cluster.nodes.<node>.nodeId)`,
      ),
    );
}

function ignoredFindings(config: QuorumConfig, { nodes }: Cluster): Finding[] {
  const ignored = (key: string, message: string): Finding =>
    finding("QUORUM_OPTION_IGNORED", ["quorum", key], message);
  return [
    ...(config.autoTieBreakerNode !== undefined && !config.autoTieBreaker
      ? [ignored("autoTieBreakerNode", "means nothing without autoTieBreaker: true; write that too")]
      : []),
    ...(config.lastManStandingWindow !== undefined && !config.lastManStanding
      ? [ignored("lastManStandingWindow", "means nothing without lastManStanding: true; write that too")]
      : []),
    ...(config.tokenCoefficient !== undefined && nodes.length < 3
      ? [ignored("tokenCoefficient", "means nothing with two nodes (corosync.conf(5)); leave it out")]
      : []),
    ...(config.crypto.cipher !== "none" && config.crypto.hash === "none"
      ? [
          finding(
            "QUORUM_CRYPTO_UNAUTHENTICATED",
            ["quorum", "crypto", "hash"],
            `none with the cipher ${config.crypto.cipher}, which corosync refuses (corosync.conf(5)); write sha256`,
          ),
        ]
      : []),
  ];
}
