import type { Mode } from "../backend";
import { routesOf } from "../loadBalancer";
import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface ModedFrontend {
  readonly path: string;
  readonly mode: Mode;
  readonly backend: string;
  readonly backendMode: Mode;
}

/** haproxy configuration manual 4.2, mode. A connection of mode tcp may go on in mode http, but not the reverse. */
export const haproxyModeMatches: Rule<ModedFrontend> = {
  name: "haproxy-mode-matches",
  title: "A frontend of mode http must have a backend of mode http",
  why:
    "haproxy configuration manual 4.2, mode: haproxy refuses a frontend of mode http that switches to a " +
    "backend of mode tcp. From tcp to http it goes on.",
  items: ({ loadBalancer }) =>
    (loadBalancer?.frontends ?? []).flatMap((frontend) => {
      const path = printPath(["haproxy", "frontends", frontend.name, "mode"]);
      return routesOf(frontend).flatMap((route) => {
        const backend = loadBalancer?.backends.find(({ name }) => name === route.backend);
        return backend
          ? [{ path, mode: frontend.mode, backend: backend.name, backendMode: backend.mode }]
          : [];
      });
    }),
  judge(frontends) {
    return frontends
      .filter(({ mode, backendMode }) => mode === "http" && backendMode === "tcp")
      .map(({ path, mode, backend, backendMode }) => ({
        path,
        message: `${mode} differs from ${backendMode} of backend ${backend}, so haproxy would not start; write ${backendMode}, or leave it out`,
      }));
  },
};
