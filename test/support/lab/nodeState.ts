import { type Entry, exec, tree } from "../../../lab";
import { nodes } from "./probes";

/** The state of a node: all that a change could leave behind. */
export interface NodeState {
  files: ReadonlyMap<string, Entry>;
  /** Output of the node's own tools by kind: packages, users, groups, addresses, sysctls, services, listeners. */
  facts: Readonly<Record<string, string>>;
}

const listings = {
  packages: "dpkg-query -W -f '${Package} ${Version} ${db:Status-Abbrev}\\n'",
  users: "getent passwd",
  groups: "getent group",
  addresses: "ip -o address show | awk '{ print $2, $4 }' | sort",
  sysctls: "sysctl -n net.ipv4.ip_nonlocal_bind net.ipv6.ip_nonlocal_bind",
  // Without the width of columns, and without timers that a moment's work set.
  enabled:
    "systemctl list-unit-files --no-legend --plain | awk '$2 != \"transient\" { print $1, $2, $3 }' | sort",
  daemons: "systemctl show -p Id,ActiveState,MainPID haproxy keepalived ssh pveproxy",
  services: "systemctl show -p Id,ActiveState rsyslog quorate-vrrp-firewall",
  failed: "systemctl --failed --no-legend --plain",
  timers: "systemctl list-units --all --no-legend --plain 'quorate*' | awk '{ print $1, $3 }'",
  listeners: "ss -Hltn | awk '{ print $4 }' | sort",
  filter: "nft list ruleset",
  scratch: "ls -d /tmp/.[!.]* /tmp/* /run/quorate/job.* 2>/dev/null | grep -v systemd-private-",
} as const;

/** The state of a node, with all files under `paths`. */
export async function nodeState(
  node: string,
  paths: readonly string[] = ["/etc", "/var/lib/quorate"],
): Promise<NodeState> {
  const separator = "----";
  const script = Object.values(listings).join(`; echo ${separator}; `);
  const existing = await exec(node, [
    "sh",
    "-c",
    'for path; do [ ! -e "$path" ] || echo "$path"; done',
    "sh",
    ...paths,
  ]);
  const [files, { stdout }] = await Promise.all([
    tree(node, existing.stdout.split("\n")),
    exec(node, script),
  ]);
  const parts = stdout.split(`${separator}\n`);
  return {
    files,
    facts: Object.fromEntries(
      Object.keys(listings).map((kind, index) => [kind, (parts[index] ?? "").trim()]),
    ),
  };
}

/** The states of all nodes, by name. */
export async function nodeStates(paths?: readonly string[]): Promise<Map<string, NodeState>> {
  return new Map(await Promise.all(nodes.map(async (node) => [node, await nodeState(node, paths)] as const)));
}
