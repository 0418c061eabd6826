import { isDeepStrictEqual } from "node:util";
import type { Model } from "../../../model";
import type { NodeAnswer } from "../../../agent/status/answer";
import type { CorosyncAnswer } from "../../../agent/status/corosync";
import type { QdeviceStatus, QuorumStatus, QuorumView } from "./schema";

type Members = readonly (readonly [string, CorosyncAnswer])[];

/** The quorum as the nodes report it; null if the stack has none and no node runs corosync. */
export function quorumOf(model: Model, answers: ReadonlyMap<string, NodeAnswer>): QuorumStatus | null {
  const members = [...answers].flatMap(([node, { corosync }]) =>
    corosync ? [[node, corosync] as const] : [],
  );
  if (model.quorum === undefined && members.length === 0) return null;
  return {
    views: viewsOf(members),
    configVersions: members.map(([node, { version, fileVersion }]) => ({
      node,
      running: version,
      file: fileVersion ?? null,
    })),
    links: members.flatMap(([from, { names, links }]) =>
      links.map(({ peer, link, connected }) => ({ link, from, to: nameOf(names, peer), connected })),
    ),
    qdevice: qdeviceOf(model, members, answers),
  };
}

function nameOf(names: ReadonlyMap<number, string>, id: number): string {
  return names.get(id) ?? `node ${id}`;
}

/** One view per report, with all nodes that give it. */
function viewsOf(members: Members): QuorumView[] {
  const views: QuorumView[] = [];
  for (const [node, { names, quorum }] of members) {
    if (quorum === undefined) continue;
    const { quorate, expectedVotes, totalVotes, quorum: needed, flags } = quorum;
    const seen = quorum.members.map((id) => nameOf(names, id));
    const said = { quorate, expectedVotes, totalVotes, quorum: needed, flags: [...flags], members: seen };
    const view = views.find((other) => isDeepStrictEqual(other, { ...said, nodes: other.nodes }));
    if (view) view.nodes.push(node);
    else views.push({ nodes: [node], ...said });
  }
  return views;
}

function qdeviceOf(
  { cluster, quorum }: Model,
  members: Members,
  answers: ReadonlyMap<string, NodeAnswer>,
): QdeviceStatus | null {
  const witness = quorum?.qdevice?.witness.name;
  const shown = members.filter(([, corosync]) => corosync.qdevice ?? corosync.quorum?.qdevice);
  if (witness === undefined && shown.length === 0) return null;
  const clients = witness === undefined ? undefined : answers.get(witness)?.qnetd;
  const names = new Map(members.flatMap(([, corosync]) => [...corosync.names]));
  return {
    witness: witness ?? null,
    nodes: (witness === undefined ? shown : members).map(([node, corosync]) => {
      // A,V,NMW: corosync-quorumtool(8).
      const flags = (corosync.quorum?.qdevice ?? "").split(",");
      const { state = "", algorithm = "", host = "" } = corosync.qdevice ?? {};
      return { node, alive: flags.includes("A"), votes: flags.includes("V"), state, algorithm, qnetd: host };
    }),
    clients:
      clients === undefined
        ? null
        : clients
            .filter((client) => client.cluster === cluster.name)
            .map(({ nodeId }) => nameOf(names, nodeId))
            .sort(),
  };
}
