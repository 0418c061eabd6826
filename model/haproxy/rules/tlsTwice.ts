import { printPath } from "../../finding";
import * as limits from "../../limits";
import type { Rule } from "../../rule";
import { type Frontend, routesOf } from "../loadBalancer";

/** A server that haproxy connects to with TLS, although the clients' own TLS passes through. */
export interface DoubleTls {
  readonly path: string;
  readonly frontend: string;
  /** How the file shows that clients speak TLS: a port, or a rule on their greeting. */
  readonly sign: string;
}

/** haproxy configuration manual 5.2, ssl: haproxy encrypts the forwarded bytes, here TLS once more. */
export const haproxyTlsTwice: Rule<DoubleTls> = {
  name: "haproxy-tls-twice",
  title: "TLS that passes through must reach its servers as it is",
  why:
    "In mode tcp, without `ssl` at the bind, haproxy forwards the clients' own TLS. With `ssl` at the server " +
    "it wraps that in TLS once more, and the server answers the inner greeting with an error. Health checks " +
    "pass meanwhile. For a check with TLS alone there is `check-ssl`.",
  items: ({ loadBalancer }) =>
    (loadBalancer?.frontends ?? []).flatMap((frontend) => {
      const sign = passedThrough(frontend);
      const backends = loadBalancer?.backends ?? [];
      const used = backends.filter(({ name }) => routesOf(frontend).some(({ backend }) => backend === name));
      if (sign === undefined) return [];
      return used
        .filter(({ tls }) => tls !== undefined)
        .map(({ name }) => ({
          path: printPath(["haproxy", "backends", name, "tls"]),
          frontend: `frontend ${frontend.name}`,
          sign,
        }));
    }),
  judge(servers) {
    return servers.map(({ path, frontend, sign }) => ({
      path,
      message: `ssl at the server, although the clients' TLS passes through ${frontend} (${sign}), so it would be TLS in TLS; leave TLS to the server out, with check-ssl for a check alone, or terminate TLS at the bind`,
    }));
  },
};

/** The sign that clients speak TLS to a frontend that passes it through. Undefined if there is none. */
function passedThrough({ mode, tls, hosts, bind }: Frontend): string | undefined {
  if (mode === "http" || tls !== undefined) return undefined;
  if (hosts.length > 0) return "hosts looks at the TLS greeting";
  const port = bind.map((each) => each.port).find((each) => limits.tlsPorts.includes(each));
  return port === undefined ? undefined : `port ${String(port)}`;
}
