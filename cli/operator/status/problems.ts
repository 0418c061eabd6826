import { heldTwice, listed, undoOf } from "../../../agent/status/foreign";
import { haProblems } from "./ha";
import { fails } from "./vips";
import type { NodeStatus, Problem, QdeviceStatus, QuorumStatus, ServerStatus, Status, Vip } from "./schema";

/** All problems, in the order of the tables. */
export function problemsOf({
  nodes,
  quorum,
  ha,
  vips,
  servers,
}: Pick<Status, "nodes" | "quorum" | "ha" | "vips" | "servers">): Problem[] {
  return [
    ...nodes.flatMap(ofNode),
    ...(quorum ? ofQuorum(quorum, nodes) : []),
    ...(ha ? haProblems(ha) : []),
    ...vips.flatMap(ofVip),
    ...servers.flatMap(ofServer),
  ];
}

const about =
  (subject: string) =>
  (problem: string): Problem => ({ subject, problem });

function ofNode({ name, role, unreachable, quorate, ...rest }: NodeStatus): Problem[] {
  const { services, silent, cutOff, drift, foreign } = rest;
  const problem = about(`${role} ${name}`);
  if (unreachable) return [problem(unreachable.message)];
  const down = Object.entries(services).filter(([, state]) => state !== "active");
  const fenced = `the NIC watchdog keeps it out of service: no link at ${listed(cutOff)}`;
  const all = [
    ...(cutOff.length > 0 ? [problem(fenced)] : []),
    ...down.map(([service, state]) => problem(`${service} is ${state}`)),
    ...silent.map((service) => problem(`${service} runs and doesn't answer`)),
    ...foreign.map(problem),
  ];
  if (quorate === null) return [problem("quorate has never changed it: run `pulumi up`"), ...all];
  if (quorate.busy) return all;
  return [
    ...all,
    ...drift.map((each) => problem(`${each}: run \`pulumi up\``)),
    ...quorate.pending.map(({ unit, phase }) => problem(`a change of unit ${unit} has not ended (${phase})`)),
    ...quorate.held.map((unit) => problem(`unit ${unit} keeps silent until a release: run \`pulumi up\``)),
  ];
}

function ofQuorum(
  { views, configVersions, links, qdevice }: QuorumStatus,
  nodes: readonly NodeStatus[],
): Problem[] {
  const answered = new Set(nodes.flatMap(({ name, unreachable }) => (unreachable ? [] : [name])));
  const problem = about("quorum");
  const lost = views.filter(({ quorate }) => !quorate);
  const memberships = new Set(views.map(({ members }) => listed(members)));
  const silent = configVersions.filter(({ node }) => !views.some((view) => view.nodes.includes(node)));
  return [
    ...(views.length === 0 ? [problem("no node reports any")] : []),
    ...silent.map(({ node }) => problem(`corosync of ${node} doesn't report its votes`)),
    ...lost.map(({ nodes: at, totalVotes, quorum }) =>
      problem(
        `${listed(at)} ${at.length === 1 ? "is" : "are"} not quorate: ${totalVotes} of the ${quorum} votes needed`,
      ),
    ),
    ...(memberships.size > 1
      ? [
          problem(
            `partitions: ${views.map((view) => `${see(view.nodes)} ${listed(view.members)}`).join("; ")}`,
          ),
        ]
      : []),
    ...ofVersions(configVersions),
    ...ofLinks(links.filter(({ from, to }) => answered.has(from) && answered.has(to))),
    ...(qdevice ? ofQdevice(qdevice) : []),
  ];
}

const see = (names: readonly string[]): string => `${listed(names)} ${names.length === 1 ? "sees" : "see"}`;

function ofVersions(versions: QuorumStatus["configVersions"]): Problem[] {
  const highest = Math.max(...versions.map(({ running }) => running));
  const problem = about("quorum");
  return versions.flatMap(({ node, running, file }) => {
    if (running !== highest) return [problem(`${node} runs config_version ${running}, others ${highest}`)];
    if (file !== null && file !== running)
      return [problem(`${node} runs config_version ${running}, its corosync.conf has ${file}`)];
    return [];
  });
}

/** One problem for both directions. A link to an absent node is no further problem. */
function ofLinks(links: QuorumStatus["links"]): Problem[] {
  const down = links.filter(({ connected }) => !connected);
  const pairs = new Set(down.map(({ link, from, to }) => `${link} ${[from, to].sort().join(" ")}`));
  return [...pairs].map((pair) => {
    const [link = "", ...ends] = pair.split(" ");
    return about(`link ${link}`)(`disconnected between ${listed(ends)}`);
  });
}

function ofQdevice({ nodes, witness, clients }: QdeviceStatus): Problem[] {
  const problem = about(witness === null ? "qdevice" : `qdevice ${witness}`);
  return nodes.flatMap(({ node, alive, votes, state }) => {
    if (!alive) return [problem(`not alive at ${node}`)];
    if (state !== "Connected" && state !== "")
      return [problem(`${node} is not connected to qnetd: ${state}`)];
    if (!votes) return [problem(`casts no vote at ${node}`)];
    if (clients && !clients.includes(node)) return [problem(`qnetd doesn't know ${node}`)];
    return [];
  });
}

function ofVip(vip: Vip): Problem[] {
  const { group, address, holders, states, checks, missing, preferred } = vip;
  const twice = heldTwice(vip);
  const problem = about(`VIP ${group}`);
  const faulty = Object.entries(states).filter(([, state]) => state === "FAULT");
  return [
    ...(holders.length === 0 ? [problem(`${address} is held by no node that answers`)] : []),
    ...(twice === undefined ? [] : [problem(twice)]),
    ...faulty.map(([node]) => problem(`FAULT on ${node}`)),
    ...(missing.length > 0
      ? [
          problem(
            `${listed(missing)} ${missing.length === 1 ? "doesn't" : "don't"} run the group: run \`pulumi up\``,
          ),
        ]
      : []),
    ...Object.entries(checks).flatMap(([check, by]) => failedCheck(check, by, vip).map(problem)),
    ...(preferred !== null &&
    states[holders.join()] !== "FAULT" &&
    holders.length === 1 &&
    !holders.includes(preferred)
      ? [problem(`${address} is held by ${listed(holders)}, and ${preferred} comes before it in the order`)]
      : []),
  ];
}

/** The text on a check that fails; if it fails on all members that answered, the address may not answer either. */
function failedCheck(check: string, by: Readonly<Record<string, string>>, { address }: Vip): string[] {
  const failed = Object.keys(by).filter((node) => fails(by[node] ?? ""));
  if (failed.length === 0) return [];
  const everywhere = failed.length === Object.keys(by).length;
  return [
    `the check ${check} fails on ${listed(failed)}${everywhere ? `, so ${address} may not answer` : ""}`,
  ];
}

function ofServer({ backend, name, seen }: ServerStatus): Problem[] {
  const problem = about(`server ${backend}/${name}`);
  if (seen.length === 0) return [problem("no haproxy reports it")];
  const down = byWords(seen.filter(({ up }) => !up));
  return [...down].map(([words, nodes]) => problem(`${words}, as ${see(nodes)} it${undoOf(words)}`));
}

/** The words of the haproxys on a server, each with the nodes that give it. */
export function byWords(seen: ServerStatus["seen"]): Map<string, string[]> {
  const nodes = new Map<string, string[]>();
  for (const { by, state, check } of seen) {
    const words = state === "" ? "not known" : check === "" ? state : `${state} (${check})`;
    nodes.set(words, [...(nodes.get(words) ?? []), by]);
  }
  return nodes;
}
