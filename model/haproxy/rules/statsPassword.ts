import { printPath } from "../../finding";
import { statsBinds } from "../loadBalancer";
import type { Rule } from "../../rule";

/** A statistics page. */
export interface StatsPage {
  readonly path: string;
  /** The page's addresses: an IP address, 0.0.0.0, or a socket's path. */
  readonly addresses: readonly string[];
  readonly password: boolean;
}

/** haproxy configuration manual 4.2, stats auth: without it every client may read the page. */
export const haproxyStatsPassword: Rule<StatsPage> = {
  name: "haproxy-stats-password",
  title: "A statistics page that other machines can reach must have a password",
  why:
    "haproxy configuration manual 4.2, stats auth: without it every client sees every server with its " +
    "address, load and failures. With `stats admin` any client takes servers out. Only the loopback and " +
    "UNIX sockets are for the node alone.",
  items: ({ cluster, loadBalancer }) => {
    const { stats, nodes = [] } = loadBalancer ?? {};
    if (stats === undefined) return [];
    const running = cluster.nodes.filter(({ name }) => nodes.includes(name));
    const binds = running.flatMap(({ address }) => statsBinds(stats, address));
    return [
      {
        path: printPath(["haproxy", "stats", "auth"]),
        addresses: [...new Set(binds.map(({ address }) => address))],
        password: stats.user !== undefined,
      },
    ];
  },
  judge(pages) {
    return pages.flatMap(({ path, addresses, password }) => {
      const open = addresses.filter((address) => !isPrivate(address));
      if (password || open.length === 0) return [];
      const message = `is missing, so every client that reaches ${open.join(", ")} sees the statistics; write auth: {user, password} (in haproxy.cfg: stats auth user:password), or bind 127.0.0.1`;
      return [{ path, message }];
    });
  },
};

function isPrivate(address: string): boolean {
  return /^(127\.|::1$|\/|unix@|abns@|fd@)/.test(address);
}
