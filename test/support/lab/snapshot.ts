import assert from "node:assert/strict";
import { run } from "../agent/verbs";

/**
 * Files that package tools rewrite each time, or keep as caches. The listings below compare their meaning, if they
 * have one.
 */
const passing = [
  ...["/etc/passwd-", "/etc/group-", "/etc/shadow-", "/etc/gshadow-", "/etc/ld.so.cache", "/etc/.pwd.lock"],
  ...[
    "/var/cache",
    "/var/log",
    "/var/lib/apt",
    "/var/lib/dnf",
    "/var/lib/dpkg",
    "/var/lib/rpm",
    "/var/lib/systemd",
    "/var/lib/ucf",
    "/var/lib/quorate",
  ],
];

/** Files that useradd and userdel rewrite, so their times don't count. */
const rewritten = ["/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/etc/subuid", "/etc/subgid"];

const roots = "/etc /usr /opt /srv /root /home /var /tmp";

const listings = {
  packages: "dpkg-query -W -f '${Package} ${Version} ${db:Status-Abbrev}\\n'",
  enabled: "systemctl list-unit-files --no-legend --plain --type=service,timer,socket | sort",
  active:
    "systemctl list-units --all --no-legend --plain --type=service --state=active,failed,activating | awk '{ print $1, $3, $4 }'",
  sysctls: "sysctl -n net.ipv4.ip_nonlocal_bind net.ipv4.ip_forward",
  addresses: "ip -o address show | awk '{ print $2, $4 }' | sort",
} as const;

/** The state of a node, by path and by kind of listing. */
export type Snapshot = Readonly<Record<string, string>>;

/**
 * The whole tree of a node (types, modes, owners, links, digests, times of files) with its packages, users, services,
 * sysctls and addresses. It leaves out /var/lib/quorate.
 */
export async function snapshot(node: string): Promise<Snapshot> {
  const prune = ["-name 'systemd-private-*'", ...passing.map((path) => `-path ${path}`)].join(" -o ");
  const script = [
    `find ${roots} -xdev \\( ${prune} \\) -prune -o -type f -printf '%p\\t%y %m %u:%g %T@\\n' -o -printf '%p\\t%y %m %u:%g %l\\n'`,
    "echo ----",
    "find /etc /opt /srv /root /home /usr/local -xdev -type f -print0 | xargs -0 sha256sum",
    ...Object.values(listings).flatMap((line) => ["echo ----", line]),
  ].join("\n");
  const [tree = "", sums = "", ...lists] = (await run(node, script)).split("----\n");
  const digests = new Map(lines(sums).map((line) => [line.slice(66), line.slice(0, 64)]));
  const entries = lines(tree).map((line): [string, string] => {
    const [path = "", facts = ""] = line.split("\t");
    const shown = rewritten.includes(path) ? facts.replace(/ \d+\.\d+$/, "") : facts;
    return [path, `${shown} ${digests.get(path) ?? ""}`];
  });
  return Object.fromEntries([
    ...entries,
    ...Object.keys(listings).map((kind, index) => [kind, lists[index] ?? ""] as const),
  ]);
}

const lines = (text: string): string[] => text.split("\n").filter(Boolean);

/** Demands that a node is as before; the message holds only the differences. */
export async function assertAsBefore(
  node: string,
  before: Snapshot,
  what = "the node changed",
): Promise<void> {
  assert.deepEqual(difference(before, await snapshot(node)), {}, `${node}: ${what}`);
}

/** The differences of two snapshots, "before -> after" by path. */
export function difference(before: Snapshot, after: Snapshot): Snapshot {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return Object.fromEntries(
    keys.flatMap((key) =>
      before[key] === after[key] ? [] : [[key, change(before[key] ?? "-", after[key] ?? "-")]],
    ),
  );
}

function change(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return `${old.filter((line) => !now.includes(line)).join("; ")} -> ${now.filter((line) => !old.includes(line)).join("; ")}`;
}
