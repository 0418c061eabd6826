import { haproxyModeMatches as rule, type ModedFrontend } from "../../model/haproxy/rules/modeMatches";
import { asInModel } from "../componentArgs";
import { corrected, haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { type Proxy, proxiesOn, valueOf } from "./configuration";

const wrong = {
  [haproxyOn("a")]: text`
    frontend ui
        mode http
        bind 192.0.2.100:443
        default_backend ui
    backend ui
        mode tcp
        server a 192.0.2.11:8006 check`,
};

export const modeMatches = judgement(rule, {
  component: asInModel(rule),
  host(host) {
    const proxies = proxiesOn(host);
    return proxies.flatMap((proxy): ModedFrontend[] => {
      const name = valueOf(proxy, "default_backend");
      const backend = proxies.find((other) => other.kind !== "frontend" && other.name === name);
      if (proxy.kind === "backend" || backend === undefined) return [];
      const path = proxy.at(undefined, "mode");
      return [{ path, mode: modeOf(proxy), backend: backend.name, backendMode: modeOf(backend) }];
    });
  },
  wrong,
  right: corrected(wrong, haproxyOn("a"), "frontend ui\n    mode http", "frontend ui\n    mode tcp"),
});

/** Default: tcp. The mode health of old versions counts as neither. */
function modeOf(proxy: Proxy): "tcp" | "http" {
  return valueOf(proxy, "mode") === "http" ? "http" : "tcp";
}
