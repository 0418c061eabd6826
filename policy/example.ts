/** A text of several lines in a program, without the indentation that it has there. */
export function text(strings: TemplateStringsArray): string {
  const lines = (strings.raw[0] ?? "").replace(/^\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  return lines.map((line) => `${line.slice(Math.min(...indents))}\n`).join("");
}

/** keepalived.conf on a machine. */
export function keepalivedOn(node: string): string {
  return `${node}:/etc/keepalived/keepalived.conf`;
}

/** haproxy.cfg on a machine. */
export function haproxyOn(node: string): string {
  return `${node}:/etc/haproxy/haproxy.cfg`;
}
