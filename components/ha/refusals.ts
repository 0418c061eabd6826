import type { HaRule, HighAvailability } from "../../model";
import { type LiveHa, majorOf } from "./live";

type LocalDisks = NonNullable<LiveHa["localDisks"]>;

/** The oldest release that this version of quorate was written for. */
const oldest = 8;
/** Since this release Proxmox VE has rules, and no groups. */
export const firstWithRules = 9;

/** What these nodes can't hold of the configuration, a line each. */
export function refusals(
  ha: HighAvailability,
  { versions, guests, localDisks = new Map() }: LiveHa,
): string[] {
  const majors = new Set([...versions.values()].map(majorOf));
  const [major = 0] = majors;
  return [
    ...(majors.size > 1
      ? [
          `the nodes run different releases of Proxmox VE (${listed(versions)}); upgrade all of them before you change HA`,
        ]
      : []),
    ...(major >= oldest
      ? []
      : [`HA needs Proxmox VE ${String(oldest)} or later (${listed(versions)}); upgrade the nodes`]),
    ...(major < firstWithRules ? withoutRules(ha, major) : []),
    ...(guests === undefined ? [] : unknownGuests(ha, guests)),
    ...stranded(ha, localDisks),
  ];
}

/** Guests that no other node could start. One that must stay on its node needs no other. */
function stranded({ resources, rules }: HighAvailability, localDisks: LocalDisks): string[] {
  const fixed = rules
    .filter((rule) => rule.type === "node-affinity" && rule.strict && Object.keys(rule.nodes).length === 1)
    .flatMap((rule) => rule.resources);
  return resources.flatMap(({ sid }) => {
    const disks = fixed.includes(sid) ? [] : (localDisks.get(sid) ?? []);
    if (disks.length === 0) return [];
    const list = disks.map(({ disk, place }) => `${disk} (${place})`).join(", ");
    return [
      `ha.resources["${sid}"]: other nodes can't read its disks ${list}, so it starts on none of them; move these to shared storage, create a replication job (ZFS), or take the guest out`,
    ];
  });
}

const listed = (versions: ReadonlyMap<string, string>): string =>
  [...versions].map(([node, version]) => `${node}: ${version}`).join(", ");

function unknownGuests({ resources }: HighAvailability, guests: ReadonlySet<string>): string[] {
  return resources
    .filter(({ sid }) => !guests.has(sid))
    .map(({ sid }) => {
      const other = sid.startsWith("vm") ? sid.replace("vm", "ct") : sid.replace("ct", "vm");
      const advice = guests.has(other) ? `write ${other}` : "create the guest first, or take it out";
      return `ha.resources["${sid}"]: the cluster has no such guest; ${advice}`;
    });
}

/** Groups of Proxmox VE 8 hold nodes with priorities, and failback for all their guests at once. */
function withoutRules({ resources, rules }: HighAvailability, major: number): string[] {
  const release = `Proxmox VE ${String(major)}`;
  const failback = (sid: string): boolean => resources.find((each) => each.sid === sid)?.failback ?? true;
  const inGroup = new Set(rules.flatMap((rule) => rule.resources));
  return [
    ...rules
      .filter(({ type }) => type === "resource-affinity")
      .map(
        ({ name }) =>
          `ha.rules.${name}: ${release} can't keep guests together or apart; leave the rule out, or upgrade to 9`,
      ),
    ...rules
      .filter((rule) => new Set(rule.resources.map(failback)).size > 1)
      .map((rule) => `${placeOf(rule)}: on ${release} all its guests need the same failback; make it equal`),
    ...resources
      .filter((resource) => !resource.failback && !inGroup.has(resource.sid))
      .map(
        ({ sid }) =>
          `ha.resources["${sid}"].failback: on ${release} it needs nodes with priorities; write prefer, or leave failback out`,
      ),
  ];
}

const placeOf = ({ name }: HaRule): string => `the rule ${name}`;
