/** A text of several lines, without its indentation in the program. */
export function text(strings: TemplateStringsArray): string {
  const lines = (strings.raw[0] ?? "").replace(/^\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  return lines.map((line) => `${line.slice(Math.min(...indents))}\n`).join("");
}

/** Path of keepalived.conf on a machine. */
export function keepalivedOn(node: string): string {
  return `${node}:/etc/keepalived/keepalived.conf`;
}

/** Path of haproxy.cfg on a machine. */
export function haproxyOn(node: string): string {
  return `${node}:/etc/haproxy/haproxy.cfg`;
}

/** Path of corosync.conf on a machine. */
export function corosyncOn(node: string): string {
  return `${node}:/etc/corosync/corosync.conf`;
}

/**
 * An example with the last `old` in the file of `path` replaced by `now`.
 * @throws Error if the file has no `old`
 */
export function corrected(
  example: Readonly<Record<string, string>>,
  path: string,
  old: string,
  now: string,
): Readonly<Record<string, string>> {
  const written = example[path] ?? "";
  const at = written.lastIndexOf(old);
  if (at < 0)
    throw new Error(`${path} has no ${old}, so the example would stay wrong; write words of its text`);
  return { ...example, [path]: written.slice(0, at) + now + written.slice(at + old.length) };
}

/** A machine with a virtual address, and with a frontend of haproxy on it. */
export const balancedAddress = {
  [keepalivedOn("a")]: text`
    vrrp_instance ssh {
        virtual_router_id 51
        virtual_ipaddress {
            192.0.2.101/24
        }
    }`,
  [haproxyOn("a")]: text`
    frontend ssh
        bind 192.0.2.101:22
        default_backend ssh`,
};

/**
 * corosync.conf of nodes a, b, c and so on. Each has `links` links (default: 1), and `quorum` holds the given lines.
 */
export function corosync(
  { nodes, links = 1 }: { nodes: number; links?: 1 | 2 },
  ...quorum: string[]
): string {
  const node = (index: number): string[] => [
    "    node {",
    `        name: ${String.fromCharCode(97 + index)}`,
    `        ring0_addr: 192.0.2.${String(11 + index)}`,
    ...(links === 2 ? [`        ring1_addr: 198.51.100.${String(11 + index)}`] : []),
    "    }",
  ];
  const nodelist = ["nodelist {", ...Array.from({ length: nodes }, (_, index) => node(index)).flat(), "}"];
  const votes = [
    "quorum {",
    "    provider: corosync_votequorum",
    ...quorum.map((line) => `    ${line}`),
    "}",
  ];
  return [...nodelist, ...votes, ""].join("\n");
}

/** The lines of a qdevice in the section `quorum`. */
export function qdevice(algorithm: "ffsplit" | "lms", host: string): string[] {
  const net = ["net {", `    algorithm: ${algorithm}`, `    host: ${host}`, "}"];
  return ["device {", "    model: net", ...net.map((line) => `    ${line}`), "}"];
}
