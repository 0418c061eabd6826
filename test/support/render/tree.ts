import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Unit } from "../../../agent/unit";

/** A value for each secret, because the daemons' validation reads complete files. */
export const secrets = {
  auth_pass: "aB3dE6gH",
  stats_password: 'pa$$w#rd"x\\%20',
  authkey: "k".repeat(256),
  raw_edge_token: "t0ken",
};

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs `command` with the units' files, directories and users as on a node. It runs in its own mount and network
 * namespaces, with interfaces of these names and these addresses, and leaves no trace.
 */
export function onNode(
  units: readonly Unit[],
  command: string,
  interfaces = ["eth0"],
  addresses: readonly string[] = [],
): Outcome {
  const root = mkdtempSync(join(tmpdir(), "quorate-node-"));
  try {
    for (const { path, mode, content } of units.flatMap(({ files }) => files)) {
      const place = join(root, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, fillHoles(content), { mode: parseInt(mode, 8) });
    }
    for (const path of certificatesIn(units)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), certificate());
    }
    const users = units.flatMap((unit) => unit.users.map(({ name }) => name));
    const script = [
      ...mounts(root, users),
      ...interfaces.map(addInterface),
      ...addresses.map(addAddress),
      command,
    ].join("\n");
    const { status, stdout } = spawnSync(
      "unshare",
      [
        "--mount",
        "--net",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        "sh",
        "-euc",
        `exec 2>&1\n${script}`,
      ],
      { encoding: "utf8", timeout: 600_000, killSignal: "SIGKILL" },
    );
    return { code: status ?? -1, output: stdout };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The PEM files that haproxy.cfg names. */
function certificatesIn(units: readonly Unit[]): string[] {
  const text = units.flatMap(({ files }) => files.map(({ content }) => content)).join("\n");
  return [...text.matchAll(/^ *(bind|default-server) .*/gm)].flatMap(([line]) =>
    [...line.matchAll(/ (?:crt|ca-file) (\S+)/g)].map(([, path = ""]) => path),
  );
}

let made: string | undefined;

/** A certificate with its key, in PEM. */
function certificate(): string {
  const make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout - -subj /CN=x";
  made ??= spawnSync("sh", ["-c", `${make} 2>/dev/null`], { encoding: "utf8" }).stdout;
  return made;
}

/** Fills the holes in a text, like the node's program. */
export function fillHoles(content: string): string {
  const values: Readonly<Record<string, string>> = { ...secrets, "": "{{secret:" };
  return content.replace(/\{\{secret:(\w*)\}\}/g, (_, name: string) => values[name] ?? "");
}

function addInterface(name: string, index: number): string {
  const peer = `peer${String(index)}`;
  return [
    `ip link add ${name} type veth peer name ${peer}`,
    `ip link set ${peer} up`,
    `ip link set ${name} up`,
    `ip addr add 198.51.100.${String(index + 1)}/24 dev ${name}`,
    // haproxy's name servers need a way.
    ...(index === 0 ? [`ip route add default dev ${name}`] : []),
  ].join("\n");
}

function addAddress(address: string): string {
  return `ip link set lo up; ip addr add ${address} dev lo`;
}

/** Mounts the tree's directories over this machine's, if it has them. A copy of passwd lists the users. */
function mounts(root: string, users: readonly string[]): string[] {
  return [
    `cd ${root}`,
    "cp /etc/passwd /etc/group .",
    ...users.flatMap((user) => [
      `grep -q '^${user}:' passwd || echo '${user}:x:64999:64999::/nonexistent:/usr/sbin/nologin' >> passwd`,
      `grep -q '^${user}:' group || echo '${user}:x:64999:' >> group`,
    ]),
    "mount --bind passwd /etc/passwd",
    "mount --bind group /etc/group",
    // A lookup fails at once: the way to this server is down.
    "echo nameserver 127.0.0.1 > resolv.conf",
    "mount --bind resolv.conf /etc/resolv.conf",
    "mount -t tmpfs tmpfs /run",
    "mkdir -p /run/sshd /run/haproxy",
    "mkdir -p /etc/keepalived",
    "if [ -d etc/keepalived ]; then mount --bind etc/keepalived /etc/keepalived; fi",
    "mkdir -p /etc/corosync",
    "if [ -d etc/corosync ]; then mount --bind etc/corosync /etc/corosync; fi",
    "if [ -d etc/haproxy ]; then cp -rn /etc/haproxy/. etc/haproxy/; mount --bind etc/haproxy /etc/haproxy; fi",
    "if [ -d etc/ssh/sshd_config.d ]; then mount --bind etc/ssh/sshd_config.d /etc/ssh/sshd_config.d; fi",
    "if [ -d etc/rsyslog.d ]; then mount --bind etc/rsyslog.d /etc/rsyslog.d; fi",
    "if [ -d etc/systemd/system ]; then mount --bind etc/systemd/system /etc/systemd/system; fi",
    "if [ -d usr/local/lib/quorate ]; then mkdir -p lib; cp -a usr/local/lib/quorate lib; mount --bind lib /usr/local/lib; fi",
    "cd /",
  ];
}
