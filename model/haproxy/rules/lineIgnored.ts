import type { Rule } from "../../rule";

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
    "haproxy starts in spite of a line that has no effect at its place, and only warns: rules on requests, " +
    "redirects and cookies in mode tcp, rules of a check without the check, servers of a listen that has a " +
    "default backend. What the line should protect or move stays as it is.",
  judge(lines) {
    return lines.map(({ path, line, reason, instead }) => ({
      path,
      message: `${line} has no effect ${reason}, so haproxy ignores it; ${instead}`,
    }));
  },
};
