import type { HaRule, HighAvailability } from "../../model";
import { type LiveHa, majorOf } from "./live";

/** The oldest release that this version of quorate was written for. */
const oldest = 8;
/** Since this release Proxmox VE has rules, and no groups. */
export const firstWithRules = 9;

/** What these nodes can't hold of the configuration, a line each. */
export function refusals(ha: HighAvailability, { versions, guests }: LiveHa): string[] {
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
  ];
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
