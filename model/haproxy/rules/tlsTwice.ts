import type { Rule } from "../../rule";

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
  judge(servers) {
    return servers.map(({ path, frontend, sign }) => ({
      path,
      message: `ssl at the server, although the clients' TLS passes through ${frontend} (${sign}), so it would be TLS in TLS; write check-ssl in place of ssl, or terminate TLS at the bind`,
    }));
  },
};
