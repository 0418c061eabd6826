/** The state of a server in one haproxy. */
export interface ServerAnswer {
  readonly backend: string;
  readonly name: string;
  /** haproxy's word: UP, DOWN, MAINT, DRAIN, NOLB, no check; "UP 1/3" during a change of state. */
  readonly state: string;
  /** Result of the last health check, for example L4TOUT; "" before the first. */
  readonly check: string;
}

/**
 * Reads haproxy's "show stat" by the names of its columns (management guide, section 9.1). Undefined without an
 * answer. Names hold no commas (configuration manual, section 2).
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
        // haproxy writes "* L7OK" while another health check runs.
        check: of("check_status").replace(/^\* /, ""),
      };
    });
}
