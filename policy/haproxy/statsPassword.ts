import { haproxyStatsPassword as rule } from "../../model/haproxy/rules/statsPassword";
import { asInModel } from "../componentArgs";
import { haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { bindsOf, proxiesOn, type Proxy } from "./configuration";

export const statsPassword = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    proxiesOn(host).flatMap((proxy) => {
      const stats = statsLines(proxy);
      const enabled = stats.find(({ args: [word] }) => word === "enable" || word === "uri");
      if (enabled === undefined) return [];
      const password = stats.some(({ args: [word] }) => word === "auth" || word === "http-request");
      // A backend's page is reachable through its frontends.
      const frontends =
        proxy.kind === "backend" ? proxiesOn(host).filter(({ kind }) => kind === "frontend") : [proxy];
      const addresses = frontends.flatMap((frontend) => bindsOf(frontend).map(({ address }) => address));
      return [{ path: proxy.at(enabled, "stats auth"), addresses: [...new Set(addresses)], password }];
    }),
  wrong: {
    [haproxyOn("a")]: text`
      frontend stats
          mode http
          bind 192.0.2.11:8404
          stats enable
          stats uri /stats`,
  },
  right: {
    [haproxyOn("a")]: text`
      frontend stats
          mode http
          bind 127.0.0.1:8404
          stats enable
          stats uri /stats`,
  },
});

function statsLines({ lines }: Proxy) {
  return lines.filter(({ keyword }) => keyword === "stats");
}
