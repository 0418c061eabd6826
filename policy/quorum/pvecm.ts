import type { Quorum } from "../../model/quorum/quorum";
import type { Host } from "../host";
import type { Program } from "../program";

/** The cluster that a program creates with Proxmox's pvecm: one cluster, of all machines that create or join it. */
export function clustersByPvecm({ hosts }: Program): Quorum[] {
  const members = hosts.filter(({ script }) => /\bpvecm\s+(create|add)\b/.test(script));
  const first = members.find(({ script }) => /\bpvecm\s+create\b/.test(script));
  if (first === undefined) return [];
  const setup = /\bpvecm\s+qdevice\s+setup\s+([\w.:-]+)/;
  const qdevice = hosts.flatMap(({ script }) => setup.exec(script)?.[1] ?? [])[0];
  return [
    {
      path: `${first.name}: pvecm create`,
      nodes: members.map((host) => ({ name: host.name, votes: 1, addresses: linksOf(host) })),
      twoNode: false,
      waitForAll: false,
      autoTieBreaker: false,
      lastManStanding: false,
      qdevice: qdevice === undefined ? undefined : { host: qdevice, algorithm: "ffsplit" },
      twoNodesAccepted: false,
      haResources: [],
    },
  ];
}

/** The link addresses in `--link0 192.0.2.11 --link1 198.51.100.11`. Default: one link, at the machine's name. */
function linksOf({ name, script }: Host): string[] {
  const links = [...script.matchAll(/\s-{1,2}link\d[\s=]+([\w.:]+)/g)].flatMap(
    ([, address]) => address ?? [],
  );
  return links.length > 0 ? [...new Set(links)] : [name];
}
