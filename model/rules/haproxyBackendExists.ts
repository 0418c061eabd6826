import { printPath } from "../finding";
import type { Rule } from "./rule";

export interface Routing {
  readonly frontends: readonly { readonly path: string; readonly defaultBackend: string }[];
  readonly backends: readonly string[];
}

export const haproxyBackendExists: Rule<Routing> = {
  code: "HAPROXY_BACKEND_MISSING",
  policy: "haproxy-backend-exists",
  subjects: ({ loadBalancer }) =>
    loadBalancer
      ? [
          {
            frontends: loadBalancer.frontends.map(({ name, defaultBackend }) => ({
              path: printPath(["haproxy", "frontends", name, "defaultBackend"]),
              defaultBackend,
            })),
            backends: loadBalancer.backends.map(({ name }) => name),
          },
        ]
      : [],
  judge(routings) {
    return routings.flatMap(({ frontends, backends }) =>
      frontends
        .filter(({ defaultBackend }) => !backends.includes(defaultBackend))
        .map(({ path, defaultBackend }) => ({
          code: this.code,
          path,
          message: `${defaultBackend} is no backend; ${backends.length ? `write one of ${backends.join(", ")}` : "write it under haproxy.backends"}`,
        })),
    );
  },
};
