import { printPath } from "../../finding";
import type { Rule } from "../../rule";
import { routesOf } from "../loadBalancer";

export interface Routing {
  readonly frontends: readonly { readonly path: string; readonly defaultBackend: string }[];
  readonly backends: readonly string[];
}

export const haproxyBackendExists: Rule<Routing> = {
  name: "haproxy-backend-exists",
  title: "Every frontend must have its backend",
  why:
    "haproxy configuration manual 4.2, default_backend: haproxy refuses to start with the name of a " +
    "missing backend. After an edit it refuses the reload in the same way.",
  items: ({ loadBalancer }) =>
    loadBalancer
      ? [
          {
            frontends: loadBalancer.frontends.flatMap((frontend) =>
              routesOf(frontend).map(({ key, backend }) => ({
                path: printPath(["haproxy", "frontends", frontend.name, ...key]),
                defaultBackend: backend,
              })),
            ),
            backends: loadBalancer.backends.map(({ name }) => name),
          },
        ]
      : [],
  judge(routings) {
    return routings.flatMap(({ frontends, backends }) =>
      frontends
        .filter(({ defaultBackend }) => !backends.includes(defaultBackend))
        .map(({ path, defaultBackend }) => ({
          path,
          message: `${defaultBackend} is no backend, so haproxy would not start; ${backends.length ? `write one of ${backends.join(", ")}` : "write it under haproxy.backends"}`,
        })),
    );
  },
};
