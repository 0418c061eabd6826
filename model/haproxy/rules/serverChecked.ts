import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface CheckedBackend {
  readonly path: string;
  readonly servers: readonly { readonly name: string; readonly checked: boolean }[];
}

/** Without a health check haproxy keeps sending connections to a dead server. */
export const haproxyServerChecked: Rule<CheckedBackend> = {
  name: "haproxy-server-checked",
  title: "Every server of a backend must have a health check",
  why:
    "Without a health check haproxy keeps sending a dead server its share of the connections. With two " +
    "servers, every other login fails.",
  items: ({ loadBalancer }) =>
    (loadBalancer?.backends ?? []).map(({ name, check, servers }) => ({
      path: printPath(["haproxy", "backends", name, "check"]),
      servers: servers.map((server) => ({ name: server.name, checked: check !== undefined })),
    })),
  judge(backends) {
    return backends.flatMap(({ path, servers }) => {
      const blind = servers.filter(({ checked }) => !checked).map(({ name }) => name);
      if (blind.length === 0) return [];
      const some = `${blind.join(", ")} ${blind.length === 1 ? "has" : "have"} no health check`;
      const problem = blind.length === servers.length ? "no server has a health check" : some;
      const message = `${problem}, so haproxy keeps sending traffic to a dead one; write check: {tcp: {}}, {ssh: true}, {http: {...}} or {https: {...}}, in haproxy.cfg "check" at each server or at default-server`;
      return [{ path, message }];
    });
  },
};
