import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { LoadBalancerConfig } from "../schema";

export const haproxyCookieShared: PartRule<LoadBalancerConfig> = {
  name: "haproxy-cookie-shared",
  title: "A cookie must name one server",
  judgePart({ backends }) {
    return Object.entries(backends).flatMap(([backend, { stick, serverTemplate }]) => {
      if (serverTemplate === undefined || stick?.cookie === undefined) return [];
      const message =
        "a template's servers would all have one cookie; write stick: {source: {}} in its place";
      return [{ path: printPath(["haproxy", "backends", backend, "stick", "cookie"]), message }];
    });
  },
};
