import type { Looked } from "../../agent/look/answer";
import { frontendsIn } from "../../agent/look/haproxy";
import { instancesIn, type YourInstance } from "../../agent/look/keepalived";
import type { Unit } from "../../agent/unit";
import type { Existing } from "../../model/cluster/cluster";
import { unifiedDiff } from "./diff";

/** A file of yours at a path where a unit is to have one. */
export interface Taken {
  readonly node: string;
  /** Undefined for a unit for which the configuration has no word. */
  readonly service: keyof Existing | undefined;
  readonly path: string;
  /** What would no longer run. */
  readonly stops: readonly string[];
  /** The difference between your file and quorate's; empty if its text stays on the node. */
  readonly diff: readonly string[];
}

/** The word of the configuration that decides on a unit's paths. */
export function serviceOf({ name, wire }: Unit): keyof Existing | undefined {
  if (name === "haproxy" || name === "sshd" || name === "corosync") return name;
  return name === "keepalived" || wire !== undefined || name.startsWith("sync-") ? "keepalived" : undefined;
}

/** The files of yours that the units would replace on a node. */
export function takenOn(node: string, units: readonly Unit[], { yours }: Looked): Taken[] {
  return units.flatMap((unit) =>
    unit.files
      .filter(({ path }) => yours.has(path) && unit.extends?.includes(path) !== true)
      .flatMap(({ path, content }) => {
        const before = yours.get(path);
        const after = content
          .replace(/\{\{secret:[^}]+\}\}/g, "[secret]")
          .replaceAll("{{secret:}}", "{{secret:");
        if (before === after) return [];
        const diff = before === undefined ? [] : unifiedDiff(before, after);
        return [{ node, service: serviceOf(unit), path, stops: stopping(path, yours), diff }];
      }),
  );
}

const mainFile = "/etc/keepalived/keepalived.conf";
/** quorate's keepalived.conf includes these, so yours go on. */
const included = /^\/etc\/keepalived\/conf\.d\/[^/]*\.conf$/;

/** The instances in files of yours that will run beside quorate's, given the paths that quorate takes. */
export function stayingInstances({ yours }: Looked, taken: readonly string[]): YourInstance[] {
  return instancesOf(yours).filter(
    ({ file }) => !taken.includes(file) && (included.test(file) || !taken.includes(mainFile)),
  );
}

function instancesOf(yours: Looked["yours"]): YourInstance[] {
  return [...yours].flatMap(([path, text]) =>
    path.startsWith("/etc/keepalived/") && text !== undefined ? instancesIn(path, text) : [],
  );
}

/** What runs from a file of yours, and from files that it alone includes. */
function stopping(path: string, yours: Looked["yours"]): string[] {
  if (path === "/etc/haproxy/haproxy.cfg")
    return frontendsIn(path, yours.get(path) ?? "").map(
      ({ name, binds, line }) => `${name} ${binds.join(", ")} (line ${String(line)})`,
    );
  return instancesOf(yours)
    .filter(({ file }) => file === path || (path === mainFile && !included.test(file)))
    .map(
      ({ name, virtualRouterId, interface: name_, addresses, file, line }) =>
        `${name}, VRID ${virtualRouterId} on ${name_}, ${addresses.join(", ")} (${file === path ? "" : `${file} `}line ${String(line)})`,
    );
}
