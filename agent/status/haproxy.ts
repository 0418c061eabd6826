/** A server as one haproxy sees it. */
export interface ServerAnswer {
  readonly backend: string;
  readonly name: string;
  /** haproxy's word: UP, DOWN, MAINT, DRAIN, NOLB, no check; with "1/3" on the way to another. */
  readonly state: string;
  /** How the last check ended, L4TOUT for one; "" before the first. */
  readonly check: string;
}

/**
 * Reads "show stat" of haproxy, by the names of its columns (management guide, section 9.1). Undefined where there is
 * no answer. Names hold no commas (configuration manual, section 2).
 */
export function parseServers(lines: readonly string[]): ServerAnswer[] | undefined {
  const head = lines.find((line) => line.startsWith("# "));
  if (head === undefined) return undefined;
  const columns = head.slice(2).split(",");
  return lines
    .filter((line) => line !== head && line.includes(","))
    .map((line) => {
      const values = line.split(",");
      const of = (column: string): string => values[columns.indexOf(column)] ?? "";
      return {
        backend: of("pxname"),
        name: of("svname"),
        state: of("status"),
        // "* L7OK" while another check is under way.
        check: of("check_status").replace(/^\* /, ""),
      };
    });
}
