import { printPath } from "../../finding";
import * as limits from "../../limits";
import type { Rule } from "../../rule";
import { everyServer } from "../backend";

/** A server with an HTTP check, behind which clients' TLS may pass through. */
export interface HttpCheckedServer {
  readonly path: string;
  readonly name: string;
  /** The port of the check. */
  readonly port: number;
  /** Whether the check uses TLS. */
  readonly tls: boolean;
  readonly mode: "tcp" | "http";
}

/** A plain HTTP request to a TLS port gets an error, and the server counts as dead. */
export const haproxyCheckSpeaksTls: Rule<HttpCheckedServer> = {
  name: "haproxy-check-speaks-tls",
  title: "An HTTP check of a TLS port must use TLS",
  why:
    "In mode tcp the clients' TLS passes through, so the servers' port speaks TLS. A plain HTTP check gets " +
    "an error there, and haproxy takes every server for dead. haproxy doesn't notice: the mode of a backend " +
    "says nothing of its check.",
  items: ({ loadBalancer }) =>
    (loadBalancer?.backends ?? []).flatMap((backend) => {
      const { check, mode } = backend;
      if (check?.kind !== "http") return [];
      const path = printPath(["haproxy", "backends", backend.name, "check"]);
      return everyServer(backend).map(({ name, checkPort }) => ({
        ...{ path, name, port: checkPort, mode },
        // haproxy speaks TLS to a server in its checks too, if they go to the server's own place.
        tls:
          check.tls || (backend.tls !== undefined && check.port === undefined && check.address === undefined),
      }));
    }),
  judge(servers) {
    const found = servers
      .filter(({ mode, tls, port }) => mode === "tcp" && !tls && limits.tlsPorts.includes(port))
      .map(({ path, name, port }) => ({
        path,
        message: `asks port ${String(port)} of ${name} in plain HTTP, which a TLS port answers with an error, so the server would never be up; write https: {} in place of http, in haproxy.cfg check-ssl at the server`,
      }));
    return [...new Map(found.reverse().map((problem) => [problem.path, problem])).values()];
  },
};
