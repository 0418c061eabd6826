import type { Section } from "../api/feasibility";
import type { Service } from "./status";

export interface Placing {
  readonly sid: string;
  /** The node that the guest is on. */
  readonly current: string;
  /** Of resources.cfg. */
  readonly section: Section;
  /** Those that hold: neither disabled nor ignored. */
  readonly rules: readonly Section[];
  /** Nodes that may take guests. */
  readonly online: readonly string[];
  readonly services: Readonly<Record<string, Service>>;
  /** Whether a start failed here, so that another node is to try. */
  readonly failed?: readonly string[];
}

const listOf = (value: string | number | undefined): string[] => String(value ?? "").split(",");

/** The node for a guest, as PVE::HA::Manager's `select_service_node` chooses it; undefined if none may take it. */
export function nodeFor(placing: Placing): string | undefined {
  const { sid, current, section, online, services, failed = [] } = placing;
  const mine = placing.rules.filter((rule) => listOf(rule["resources"]).includes(sid));
  const [allowed, preferred] = byNodes(mine, online);
  const stays = (nodes: readonly string[]): boolean => nodes.includes(current) && failed.length === 0;
  if (section["failback"] === 0 && stays(allowed)) return current;
  const left = byGuests(mine, placing, allowed, preferred).filter((node) => !failed.includes(node));
  if (stays(left)) return current;
  const load = (node: string): number =>
    Object.values(services).filter((service) => (service.target ?? service.node) === node).length;
  return [...left].sort((a, b) => load(a) - load(b) || a.localeCompare(b))[0];
}

/** The nodes that a rule on nodes allows, and of these the ones with the highest priority. */
function byNodes(
  mine: readonly Section[],
  online: readonly string[],
): [readonly string[], readonly string[]] {
  const rule = mine.find(({ type }) => type === "node-affinity");
  if (rule === undefined) return [online, online];
  const priorities = new Map(
    listOf(rule["nodes"]).map((text) => {
      const [node = "", priority = "0"] = text.split(":");
      return [node, Number(priority)];
    }),
  );
  const named = online.filter((node) => priorities.has(node));
  const allowed = rule["strict"] === 1 ? named : online;
  const highest = Math.max(...named.map((node) => priorities.get(node) ?? 0));
  const preferred = named.filter((node) => priorities.get(node) === highest);
  return [allowed, preferred.length > 0 ? preferred : allowed];
}

function byGuests(
  mine: readonly Section[],
  { sid, services }: Placing,
  allowed: readonly string[],
  preferred: readonly string[],
): readonly string[] {
  const placesOf = (affinity: string): string[] =>
    mine
      .filter((rule) => rule["affinity"] === affinity)
      .flatMap((rule) => listOf(rule["resources"]))
      .filter((other) => other !== sid)
      .flatMap((other) => services[other] ?? [])
      .map(({ node, target }) => target ?? node);
  const together = placesOf("positive").filter((node) => allowed.includes(node));
  const apart = placesOf("negative");
  const most = [...new Set(together)].sort(
    (a, b) => together.filter((node) => node === b).length - together.filter((node) => node === a).length,
  );
  const candidates = most.length > 0 ? most.slice(0, 1) : preferred;
  const free = (nodes: readonly string[]): readonly string[] => nodes.filter((node) => !apart.includes(node));
  return free(candidates).length > 0 ? free(candidates) : free(allowed);
}
