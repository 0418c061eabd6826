import { diffLines } from "diff";
import type { Facts } from "../../agent/facts";
import { readManifest } from "../../agent/manifestText";
import type { UnitDirectory, UnitFile } from "../../agent/unit";

/** More changed lines than these are only counted; the diff shows them. */
const fewLines = 6;

/** The drift of a node since quorate applied its units, a text each. */
export function driftOf({ units, applied }: Facts): string[] {
  const problems = [...units].flatMap(([unit, { drift, held }]) => {
    const { files, directories } = readManifest(applied?.manifests.get(unit) ?? "");
    const words = drift.map((line) => wordsOf(line, [...files, ...directories], applied?.edited));
    return held ? [...words, `unit ${unit} keeps silent until its release`] : words;
  });
  return [...new Set(problems)];
}

function wordsOf(
  line: string,
  places: readonly (UnitDirectory | UnitFile)[],
  edited: ReadonlyMap<string, string> | undefined,
): string {
  const [subject = "", state = "", ...rest] = line.split(" ");
  if (subject === "open") return `a change was interrupted: ${[state, ...rest].join(" ")}`;
  if (!subject.startsWith("/")) return stateWords(subject, state);
  if (state === "absent") return `${subject} was removed`;
  if (state === "link") return `${subject} was replaced by a link to ${rest.join(" ")}`;
  const place = places.find(({ path }) => path === subject);
  const [mode, owner] = state === "directory" ? rest : [state, ...rest];
  const attributes = [
    ...(place && place.mode !== mode ? [`mode ${place.mode} → ${mode ?? ""}`] : []),
    ...(place && place.owner !== owner ? [`owner ${place.owner} → ${owner ?? ""}`] : []),
  ];
  const text = edited?.get(subject);
  const changes = place && "content" in place && text !== undefined ? changedLines(place.content, text) : [];
  const all = [...changes, ...attributes];
  return `${subject} was edited${all.length > 0 ? `: ${all.join(", ")}` : ""}`;
}

function stateWords(subject: string, state: string): string {
  if (state === "not-running") return `${subject} was stopped`;
  if (state === "not-set") return `the kernel parameter ${subject} was changed`;
  if (state === "removed") return `the package ${subject} was removed`;
  return `${subject} was ${state}`;
}

/** "priority 100 → 120" for each changed line; only their number if there are many. */
function changedLines(before: string, after: string): string[] {
  const parts = diffLines(before, after).filter(({ added, removed }) => added || removed);
  const lines = parts.map(({ value, added }) => ({ added, texts: linesOf(value) }));
  const count = lines.reduce((sum, { texts }) => sum + texts.length, 0);
  if (count === 0) return ["a secret in it"];
  if (count > fewLines) return [`${count} lines`];
  return lines.flatMap(({ added, texts }, index) => {
    const next = lines[index + 1];
    const previous = lines[index - 1];
    if (!added && next?.added && next.texts.length === texts.length)
      return texts.map((text, at) => arrow(text, next.texts[at] ?? ""));
    if (added && previous && !previous.added && previous.texts.length === texts.length) return [];
    return texts.map((text) => `${added ? "with" : "without"} "${text}"`);
  });
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => line.trim());

/** Both lines, the second one without the words that begin both. */
function arrow(before: string, after: string): string {
  const [from, to] = [before.split(/\s+/), after.split(/\s+/)];
  const differs = from.findIndex((word, index) => word !== to[index]);
  return `${before} → ${to.slice(Math.max(differs, 0)).join(" ")}`;
}
