import { listed } from "../../agent/status/foreign";
import { grouped } from "./grouped";
import type { Drift, FileChange, Move, PackageChange, Plan, ServiceChange } from "./changes";

/** Files that are the same in every stack. A new one is only counted. */
const ownFile = /^\/(usr\/local\/lib\/quorate\/|etc\/systemd\/system\/([^/]+\/)?quorate-)/;

const verbs = { reload: "reloads", restart: "restarts", start: "starts" } as const;

/** The plan as text, for you to read; "" if the update changes nothing. */
export function planWords({ files, packages, services, addresses, drift, silent }: Plan): string {
  const going = grouped(
    files.filter(({ change }) => change === "remove"),
    ({ path }) => path,
  ).map((all) => `${all[0].path} on ${listed([...new Set(all.flatMap(({ nodes }) => nodes))].sort())}`);
  const blocks = [
    ...files.filter(({ change }) => change !== "remove").map(fileWords),
    block("Files that go, or become again what they were before quorate:", going),
    block("Packages:", packages.map(packageWords)),
    block("Services:", services.map(serviceWords)),
    block("Addresses:", addresses.map(moveWords)),
    block("Drift, which the update repairs:", drift.map(driftWords)),
    silent.length > 0 ? `${listed(silent)} didn't answer, so quorate doesn't know what changes there.` : "",
  ];
  return blocks.filter((text) => text !== "").join("\n\n");
}

const block = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : [title, ...lines.map((line) => `  ${line}`)].join("\n");

function fileWords({ path, nodes, change, diff }: FileChange): string {
  const lines = diff.trimEnd().split("\n");
  const at = `${path} on ${listed(nodes)}`;
  if (diff === "") return `${at}: its mode, its owner or a secret in it changes`;
  if (change === "update") return [`${at}:`, ...lines].join("\n");
  const content = lines.filter((line) => line.startsWith("+")).map((line) => line.slice(1));
  if (ownFile.test(path)) return `${at}: new, ${content.length} lines of quorate's own`;
  return [`${at}: new`, ...content.map((line) => `    ${line}`.trimEnd())].join("\n");
}

function packageWords({ name, nodes, change }: PackageChange): string {
  const what = change === "install" ? "is installed if it's missing" : "goes if quorate installed it";
  return `${name} ${what}: ${listed(nodes)}`;
}

function serviceWords({ name, change, units, steps }: ServiceChange): string {
  const order = steps.map(listed).join(", then ");
  if (change === "drop") return `${name} goes back to its state before quorate: ${order}`;
  return `${name} ${verbs[change]} for ${listed(units)}: ${order}`;
}

function moveWords({ group, address, from, to }: Move): string {
  if (to === null) return `${address} (${group}) goes${from === null ? "" : ` from ${from}`}`;
  if (from === null) return `${address} (${group}) comes up on ${to}`;
  return `${address} (${group}) moves from ${from} to ${to}`;
}

const driftWords = ({ node, problems }: Drift): string => `${node}: ${problems.join("; ")}`;
