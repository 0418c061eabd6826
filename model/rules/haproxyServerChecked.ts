import { printPath } from "../finding";
import type { Rule } from "./rule";

export interface CheckedBackend {
  readonly path: string;
  readonly name: string;
  readonly servers: number;
  readonly checked: boolean;
}

/** haproxy sends connections to a dead server for ever if nobody looks. */
export const haproxyServerChecked: Rule<CheckedBackend> = {
  code: "HAPROXY_SERVER_UNCHECKED",
  policy: "haproxy-server-checked",
  subjects: ({ loadBalancer }) =>
    (loadBalancer?.backends ?? []).map(({ name, check, servers }) => ({
      path: printPath(["haproxy", "backends", name, "check"]),
      name,
      servers: servers.length,
      checked: check !== undefined,
    })),
  judge(backends) {
    return backends
      .filter(({ checked }) => !checked)
      .map(({ path, servers }) => ({
        code: this.code,
        path,
        message: `is missing: none of the ${String(servers)} servers would be left out when it dies; write check: {tcp: {}}, {ssh: true}, {http: {...}} or {https: {...}}`,
      }));
  },
};
