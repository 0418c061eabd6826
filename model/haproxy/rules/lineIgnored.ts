import { printPath } from "../../finding";
import type { Rule } from "../../rule";
import type { LoadBalancer } from "../loadBalancer";

/** A line that haproxy reads and ignores. */
export interface IgnoredLine {
  readonly path: string;
  readonly line: string;
  readonly reason: string;
  /** What to write instead. */
  readonly instead: string;
}

/** haproxy -c warns of such a line, and haproxy starts all the same. */
export const haproxyLineIgnored: Rule<IgnoredLine> = {
  name: "haproxy-line-ignored",
  title: "A line in haproxy.cfg must have an effect",
  why:
    "haproxy starts in spite of a line that has no effect at its place, and only warns. Such lines are rules on " +
    "requests, redirects and cookies in mode tcp, and rules of a check without the check. Servers of a listen that " +
    "has a default backend have none either, nor has slowstart with fixed weights.",
  items: ({ loadBalancer }) => (loadBalancer ? ignoredIn(loadBalancer) : []),
  judge(lines) {
    return lines.map(({ path, line, reason, instead }) => ({
      path,
      message: `${line} has no effect ${reason}, so haproxy ignores it; ${instead}`,
    }));
  },
};

/** Balance algorithms that don't look at a weight that changes. Configuration manual 4.2, balance; map-based `source`. */
export const fixedWeights: readonly string[] = ["static-rr", "source", "first"];

function ignoredIn({ frontends, backends }: LoadBalancer): IgnoredLine[] {
  const inTcp = { reason: "in mode tcp", instead: "write mode: http" };
  return [
    ...frontends
      .filter(({ mode, redirects }) => redirects && mode === "tcp")
      .map(({ name }) => ({
        ...{ path: printPath(["haproxy", "frontends", name, "redirect"]), line: "redirect", ...inTcp },
      })),
    ...backends
      .filter(({ mode, cookie }) => cookie && mode === "tcp")
      .map(({ name }) => ({
        ...{ path: printPath(["haproxy", "backends", name, "stick", "cookie"]), line: "cookie", ...inTcp },
      })),
    ...backends.filter(isStartedSlowly).map(({ name, balance }) => ({
      path: printPath(["haproxy", "backends", name, "balance"]),
      ...{ line: "slowstart", reason: `with balance ${balance}, whose weights are fixed` },
      instead: "write balance: roundrobin or leastconn, or leave slowstart out",
    })),
  ];
}

function isStartedSlowly({ balance, slowstart, servers }: LoadBalancer["backends"][number]): boolean {
  const slow = slowstart ?? servers.find((server) => server.slowstart !== undefined)?.slowstart;
  return slow !== undefined && fixedWeights.includes(balance);
}
