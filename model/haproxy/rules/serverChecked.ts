import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface CheckedBackend {
  readonly path: string;
  readonly servers: readonly { readonly name: string; readonly checked: boolean }[];
}

/** Without a health check haproxy keeps sending connections to a dead server. */
export const haproxyServerChecked: Rule<CheckedBackend> = {
  name: "haproxy-server-checked",
  title: "Every server of a backend is checked",
  why:
    "haproxy sends its share of the connections to a dead server for ever if nobody looks: with two " +
    "servers, every other login fails.",
  subjects: ({ loadBalancer }) =>
    (loadBalancer?.backends ?? []).map(({ name, check, servers }) => ({
      path: printPath(["haproxy", "backends", name, "check"]),
      servers: servers.map((server) => ({ name: server.name, checked: check !== undefined })),
    })),
  judge(backends) {
    return backends.flatMap(({ path, servers }) => {
      const blind = servers.filter(({ checked }) => !checked).map(({ name }) => name);
      if (blind.length === 0) return [];
      const which =
        blind.length === servers.length
          ? `none of the ${String(servers.length)} servers would be left out when it dies`
          : `${blind.join(", ")} would not be left out when it dies`;
      const message = `is missing: ${which}; write check: {tcp: {}}, {ssh: true}, {http: {...}} or {https: {...}}, in haproxy.cfg "check" at each server or at default-server`;
      return [{ path, message }];
    });
  },
};
