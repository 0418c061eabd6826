import type { Quorum, QuorumNode } from "../../model/quorum/quorum";
import { type CorosyncSection, readCorosync, sectionOf, sectionsOf } from "../formats/corosync";
import { documentsOf, type Host, placeIn } from "../host";
import type { Program } from "../program";
import { fencingIn } from "./fencing";
import { haResourcesIn } from "./haManager";
import { clustersByPvecm } from "./pvecm";

/** The clusters in one machine's corosync.conf files. */
export function clustersOn(host: Host): Quorum[] {
  return documentsOf(host, "corosync").map((document) => {
    const file = readCorosync(document.text);
    const quorum = sectionOf(file, "quorum");
    return {
      path: placeIn(host, document, quorum?.line ?? 1, "quorum"),
      ...quorumOf(file, quorum),
      twoNodesAccepted: false,
      haResources: [],
    };
  });
}

/** Every cluster of a program, with its NIC watchdogs and the guests of Proxmox's HA manager. */
export function clustersIn(program: Program): Quorum[] {
  const fencing = fencingIn(program);
  const haResources = haResourcesIn(program);
  const written = program.hosts.flatMap(clustersOn);
  // A written file has more detail than pvecm's commands.
  const clusters = written.length > 0 ? written : clustersByPvecm(program);
  return clusters.map((cluster) => ({ ...cluster, fencing, haResources }));
}

type FromFile = Omit<Quorum, "path" | "twoNodesAccepted" | "haResources">;

function quorumOf(file: CorosyncSection, quorum: CorosyncSection | undefined): FromFile {
  const flag = (key: string): boolean => quorum?.values.get(key) === "1";
  const device = sectionOf(quorum, "device");
  const expectedVotes = numberOf(quorum?.values.get("expected_votes"));
  return {
    nodes: sectionsOf(sectionOf(file, "nodelist"), "node").map(nodeOf),
    twoNode: flag("two_node"),
    // votequorum(5): two_node implies wait_for_all, unless that is set.
    waitForAll: flag("wait_for_all") || (flag("two_node") && !quorum?.values.has("wait_for_all")),
    autoTieBreaker: flag("auto_tie_breaker"),
    lastManStanding: flag("last_man_standing"),
    expectedVotes,
    qdevice: device && qdeviceOf(device),
  };
}

function nodeOf(node: CorosyncSection, index: number): QuorumNode {
  const { values } = node;
  const rings = [...values].filter(([key]) => /^ring\d_addr$/.test(key)).sort();
  const addresses = rings.map(([, address]) => address);
  const name = values.get("name") ?? addresses[0] ?? values.get("nodeid") ?? `node ${String(index + 1)}`;
  return { name, votes: numberOf(values.get("quorum_votes")) ?? 1, addresses };
}

function qdeviceOf(device: CorosyncSection): Quorum["qdevice"] {
  const net = sectionOf(device, "net");
  const algorithm = net?.values.get("algorithm");
  return {
    host: net?.values.get("host") ?? "",
    algorithm:
      algorithm === "lms" || algorithm === "2nodelms" || algorithm === "test" ? algorithm : "ffsplit",
    votes: numberOf(device.values.get("votes")),
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
