import { listed } from "../../../agent/status/foreign";
import { printEndpoint } from "../../../model/address";
import { table } from "../../table";
import { haBlocks } from "./ha";
import { byWords } from "./problems";
import type { NodeStatus, QdeviceStatus, QuorumStatus, ServerStatus, Status, Vip } from "./schema";

/** The status as text: a table each for nodes, quorum, HA, VIPs and servers, then the problems. */
export function printStatus({ cluster, stack, nodes, quorum, ha, vips, servers, problems }: Status): string {
  const blocks = [
    table(["", "ADDRESS", "STATE"], nodes.map(nodeRow)),
    ...(quorum ? quorumBlocks(quorum) : []),
    ...(ha ? haBlocks(ha) : []),
    ...(vips.length > 0 ? [table(["", "ADDRESS", "HELD BY", "OTHERS"], vips.map(vipRow))] : []),
    ...(servers.length > 0 ? [table(["", "ADDRESS", "STATE"], servers.map(serverRow))] : []),
    ...ownerBlock(nodes),
    problems.length === 0
      ? `Cluster ${cluster}, stack ${stack}: all is well.`
      : [
          `Cluster ${cluster}, stack ${stack}: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}`,
          ...problems.map(({ subject, problem }) => `  ${subject}: ${problem}`),
        ].join("\n"),
  ];
  return blocks.join("\n\n");
}

function nodeRow({
  name,
  role,
  address,
  unreachable,
  services,
  silent,
  cutOff,
  drift,
  foreign,
  quorate,
}: NodeStatus): string[] {
  if (unreachable) return [`${role} ${name}`, address, unreachable.message];
  const down = Object.entries(services).filter(([, state]) => state !== "active");
  const words = [
    "up",
    ...(cutOff.length > 0 ? [`no link at ${listed(cutOff)}`] : []),
    ...down.map(([service, state]) => `${service} ${state}`),
    ...silent.map((service) => `${service} doesn't answer`),
    ...drift,
    ...(foreign.length > 0 ? ["changed by hand"] : []),
    ...(quorate === null ? ["without quorate"] : []),
    ...(quorate?.busy
      ? [`an operation of ${quorate.busy.operator} is at work since ${quorate.busy.since}`]
      : []),
    ...(quorate?.pending.map(({ unit, phase }) => `${unit} ${phase}`) ?? []),
    ...(quorate?.held.map((unit) => `${unit} held`) ?? []),
  ];
  return [`${role} ${name}`, address, words.join(", ")];
}

/** The owners of the units, if there are several. */
function ownerBlock(nodes: readonly NodeStatus[]): string[] {
  const all = nodes.flatMap(({ name, quorate }) => (quorate?.owned ?? []).map((each) => ({ ...each, name })));
  const owners = distinct(all.map(({ owner }) => owner));
  if (owners.length < 2) return [];
  const rows = owners.map((owner) => {
    const own = all.filter((each) => each.owner === owner);
    return [`owner ${owner}`, ...[own.map(({ name }) => name), own.map(({ unit }) => unit)].map(words)];
  });
  return [table(["", "NODES", "UNITS"], rows)];
}

const distinct = (words: readonly string[]): string[] => [...new Set(words)].sort();
const words = (all: readonly string[]): string => distinct(all).join(" ");

function quorumBlocks({ views, configVersions, links, qdevice }: QuorumStatus): string[] {
  const versionsAt = (nodes: readonly string[]): string =>
    [
      ...new Set(configVersions.filter(({ node }) => nodes.includes(node)).map(({ running }) => running)),
    ].join(" and ");
  const rows = views.map(({ nodes, quorate, totalVotes, expectedVotes, quorum, members }) => [
    `quorum at ${listed(nodes)}`,
    quorate ? "yes" : "NO",
    `${totalVotes} of ${expectedVotes}, ${quorum} needed`,
    members.join(" "),
    versionsAt(nodes),
  ]);
  if (views.length === 0) rows.push(["quorum", "unknown", "", "", ""]);
  return [
    table(["", "QUORATE", "VOTES", "MEMBERS", "CONFIG VERSION"], rows),
    ...(links.length > 0 ? [table(["", "CONNECTED", "DISCONNECTED"], linkRows(links))] : []),
    ...(qdevice ? [qdeviceTable(qdevice)] : []),
  ];
}

/** One row per link: the number of connected pairs of nodes, and the pairs that aren't connected. */
function linkRows(links: QuorumStatus["links"]): string[][] {
  const numbers = [...new Set(links.map(({ link }) => link))].sort((left, right) => left - right);
  return numbers.map((number) => {
    const pairs = new Map<string, boolean>();
    for (const { link, from, to, connected } of links) {
      if (link !== number) continue;
      const pair = [from, to].sort().join("-");
      pairs.set(pair, connected && (pairs.get(pair) ?? true));
    }
    const down = [...pairs].flatMap(([pair, connected]) => (connected ? [] : [pair]));
    return [`link ${number}`, `${pairs.size - down.length} of ${pairs.size}`, down.join(" ") || "none"];
  });
}

function qdeviceTable({ witness, nodes, clients }: QdeviceStatus): string {
  const rows = nodes.map(({ node, alive, votes, state, algorithm, qnetd }) => [
    `qdevice at ${node}`,
    alive ? "yes" : "NO",
    votes ? "yes" : "NO",
    state || "doesn't run",
    algorithm,
    [witness, qnetd].filter((part) => part !== null && part !== "").join(" "),
    clients === null ? "unknown" : clients.includes(node) ? "yes" : "NO",
  ]);
  return table(["", "ALIVE", "VOTES", "STATE", "ALGORITHM", "QNETD", "QNETD SEES IT"], rows);
}

function vipRow({ group, address, holders, order, states }: Vip): string[] {
  const others = order.filter((node) => !holders.includes(node));
  return [
    `VIP ${group}`,
    address,
    listed(holders) || "none",
    others.map((node) => `${node} ${states[node] ?? "unknown"}`).join(", "),
  ];
}

function serverRow({ backend, name, address, port, seen }: ServerStatus): string[] {
  const words = byWords(seen);
  const [[only] = ["unknown"], ...others] = [...words];
  const state =
    others.length === 0 ? only : [...words].map(([word, by]) => `${word} at ${listed(by)}`).join("; ");
  return [`server ${backend}/${name}`, printEndpoint(address, port), state];
}
