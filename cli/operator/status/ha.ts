import { infeasible } from "../../../model";
import type { NodeAnswer } from "../../../agent/status/answer";
import type { HaAnswer } from "../../../agent/status/ha";
import { table } from "../../table";
import type { HaStatus, Problem } from "./schema";

/** Seconds after which Proxmox VE itself takes the manager for dead (PVE::API2::HA::Status). */
const silence = 30;

/** Proxmox's HA manager as the node with its latest status has it; null if no node has guests under HA. */
export function haOf(answers: ReadonlyMap<string, NodeAnswer>): HaStatus | null {
  const [latest] = [...answers.values()]
    .flatMap(({ ha }) => ha ?? [])
    .sort((one, other) => one.silentFor - other.silentFor);
  if (latest === undefined) return null;
  const { manager = null, silentFor, state, nodes, guests } = latest;
  return {
    ...{ manager, silentFor, state },
    nodes: Object.fromEntries(nodes),
    guests: [...guests].map(([guest, known]) => ({ guest, ...known })),
    ignoredRules: ignored(latest),
  };
}

/** Proxmox VE tells of an ignored rule through its API alone, which would take a second of the node's time. */
function ignored({ rules, nodes }: HaAnswer): HaStatus["ignoredRules"] {
  const found = infeasible(rules, [...nodes.keys()]);
  return [...new Set(found.map(({ rule }) => rule.name))].map((name) => ({
    rule: name,
    reasons: [...new Set(found.filter(({ rule }) => rule.name === name).map(({ reason }) => reason))],
  }));
}

const inMaintenance = ({ nodes }: HaStatus): string[] =>
  Object.entries(nodes).flatMap(([node, state]) => (state === "maintenance" ? [node] : []));

/** The problems of HA. */
export function haProblems(ha: HaStatus): Problem[] {
  const { manager, silentFor, state, guests, ignoredRules } = ha;
  const problem = (text: string): Problem => ({ subject: "HA", problem: text });
  return [
    ...(manager === null
      ? [problem("no manager leads, so no guest starts: look at `systemctl status pve-ha-crm`")]
      : silentFor > silence
        ? [
            problem(
              `the manager at ${manager} is silent for ${String(silentFor)} s, so no failed guest starts`,
            ),
          ]
        : []),
    ...(state === "armed"
      ? []
      : [problem(`it is ${state}, so no failed guest starts: arm it by \`ha-manager crm-command arm-ha\``)]),
    ...inMaintenance(ha).map((node) =>
      problem(`${node} is in maintenance: end it by \`bin/quorate maintenance off ${node}\``),
    ),
    ...guests.flatMap((guest) =>
      guestProblem(guest).map((text) => ({ subject: `guest ${guest.guest}`, problem: text })),
    ),
    ...ignoredRules.map(({ rule, reasons }) => ({
      subject: `HA rule ${rule}`,
      problem: `Proxmox VE ignores it: ${reasons.join("; ")}`,
    })),
  ];
}

/** Other states pass by themselves, or are yours. */
function guestProblem({ guest, node, state, wanted }: HaStatus["guests"][number]): string[] {
  if (wanted === "ignored" || wanted === "disabled") return [];
  if (state === "error")
    return [
      `it failed on ${node ?? "its node"}, and HA has given it up: mend it, then run \`ha-manager set ${guest} --state disabled\` and again with \`started\``,
    ];
  if (state === "fence") return [`HA waits until ${node ?? "its node"} is surely off`];
  if (state === "recovery") return ["HA finds no node for it"];
  if (state === "unknown") return ["the manager doesn't know it"];
  return [];
}

/** Two tables: the manager, and its guests. */
export function haBlocks(ha: HaStatus): string[] {
  const { manager, state, guests, ignoredRules } = ha;
  const rows = guests.map(({ guest, node, state: now, wanted }) => [
    `guest ${guest}`,
    node ?? "none",
    now,
    wanted,
  ]);
  const words = (all: readonly string[]): string => all.join(" ") || "none";
  const head = [
    ["HA", state, manager ?? "none", words(inMaintenance(ha)), words(ignoredRules.map(({ rule }) => rule))],
  ];
  return [
    table(["", "STATE", "MANAGER", "IN MAINTENANCE", "IGNORED RULES"], head),
    table(["", "NODE", "STATE", "WANTED"], rows),
  ];
}
