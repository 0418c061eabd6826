import { printPath } from "../../finding";
import type { Rule } from "../../rule";
import { everyServer } from "../backend";

export interface CheckedBackend {
  readonly path: string;
  readonly servers: readonly {
    readonly name: string;
    readonly checked: boolean;
    /** An address, a host name, or the path of a socket. */
    readonly address: string;
  }[];
}

/** Without a health check haproxy keeps sending connections to a dead server. */
export const haproxyServerChecked: Rule<CheckedBackend> = {
  name: "haproxy-server-checked",
  title: "Every server of a backend must have a health check",
  why:
    "Without a health check haproxy keeps sending a dead server its share of the connections. With two " +
    "servers, every other login fails. A single server on the same machine needs none.",
  items: ({ loadBalancer }) =>
    (loadBalancer?.backends ?? []).map((backend) => ({
      path: printPath(["haproxy", "backends", backend.name, "check"]),
      servers: everyServer(backend).map(({ name, address }) => ({
        name,
        checked: backend.check !== undefined,
        address,
      })),
    })),
  judge(backends) {
    return backends.flatMap(({ path, servers }) => {
      const blind = servers.filter(({ checked }) => !checked).map(({ name }) => name);
      if (blind.length === 0 || isHelper(servers)) return [];
      const some = `${blind.join(", ")} ${blind.length === 1 ? "has" : "have"} no health check`;
      const problem = blind.length === servers.length ? "no server has a health check" : some;
      const message = `${problem}, so haproxy keeps sending traffic to a dead one; write check: {tcp: {}}, {ssh: true}, {http: {...}} or {https: {...}}, in haproxy.cfg "check" at each server or at default-server`;
      return [{ path, message }];
    });
  },
};

/** Whether the only server is a program on the same machine: without it there is no other to go to. */
function isHelper([only, ...more]: CheckedBackend["servers"]): boolean {
  return more.length === 0 && /^(127\.|::1$|localhost$|\/|unix@|abns@|abnsz@)/.test(only?.address ?? "");
}
