import { readFileSync } from "node:fs";
import { join } from "node:path";
import { askForPreview, endOfPreview, previewFunctions, questionsToPackages } from "../status/script";
import type { Need, Unit, UnitFile } from "../unit";

/** Folders of files whose passwords look.sh knows to leave out. */
const readable = /^\/etc\/(keepalived|haproxy)\//;

const sealed = ({ path, content }: UnitFile): boolean =>
  content.includes("{{secret:") && !readable.test(path);

/** Seconds. */
const longestAdvert = (needs: readonly Need[]): number =>
  Math.max(0, ...needs.map((need) => (need[0] === "freeVrid" ? Number(need[4]) : 0)));

/** A value for a shell variable, one item a line. */
const list = (items: readonly string[]): string =>
  `'${[...new Set(items)].sort().join("\n").replaceAll("'", "'\\''")}'`;

/**
 * The text that looks at a node where `units` are to come (look.sh). `parseLook` reads its output, between a line
 * "look" and a line "looked". With `watch` it does a preview's
 * work meanwhile (agent/status/script.ts), on a node with quorate.
 */
export function lookScript(units: readonly Unit[], watch: boolean): string {
  const files = units.flatMap((unit) => unit.files).filter(({ path }) => !path.includes("quorate"));
  const needs = units.flatMap((unit) => unit.needs ?? []);
  const given = (kind: Need[0]): string[] =>
    needs.filter((need) => need[0] === kind).map((need) => need.slice(1).join(" "));
  const variables = {
    paths: files.filter((file) => !sealed(file)).map(({ path }) => path),
    sealed: files.filter(sealed).map(({ path }) => path),
    endpoints: units.flatMap(({ verifications }) =>
      verifications.flatMap((each) => ("listening" in each ? [each.listening] : [])),
    ),
    programs: given("program"),
    processes: given("process"),
    services: given("service"),
    addresses: given("freeAddress"),
    vrids: given("freeVrid").map((each) => each.replace(/ \S+$/, "")),
    // A MASTER sends an advert each interval. Before an update a preview has listened for three.
    listen: [String((watch ? 3 : 1) * longestAdvert(needs) + 0.5)],
    segment: [readFileSync(join(__dirname, "segment.pl"), "utf8")],
  };
  return [
    watch ? previewFunctions() : questionsToPackages(),
    readFileSync(join(__dirname, "look.sh"), "utf8"),
    ...Object.entries(variables).map(([name, items]) => `${name}=${list(items)}`),
    ...(watch ? [`if [ -d /var/lib/quorate ]; then ${askForPreview}; fi`] : []),
    "seen=$(look </dev/null)",
    ...(watch ? ["if [ -d /var/lib/quorate ]; then", endOfPreview, "fi"] : []),
    `printf '%s\\n' look "$seen" looked`,
    "",
  ].join("\n");
}
