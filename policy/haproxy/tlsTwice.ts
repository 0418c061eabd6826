import * as limits from "../../model/limits";
import { type DoubleTls, haproxyTlsTwice as rule } from "../../model/haproxy/rules/tlsTwice";
import { corrected, haproxyOn, text } from "../example";
import { asInModel } from "../componentArgs";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { backendsOf, bindsOf, type Proxy, proxiesOn, serversOf, valueOf } from "./configuration";

const wrong = {
  [haproxyOn("a")]: text`
    frontend ui
        mode tcp
        bind 192.0.2.100:443
        default_backend ui
    backend ui
        mode tcp
        server a 192.0.2.11:8006 check ssl verify none`,
};

export const tlsTwice = judgement(rule, {
  component: asInModel(rule),
  host: doubledOn,
  wrong,
  right: corrected(wrong, haproxyOn("a"), "check ssl", "check check-ssl"),
});

function doubledOn(host: Host): DoubleTls[] {
  const proxies = proxiesOn(host);
  return proxies.flatMap((proxy) => {
    const sign = passedThrough(proxy);
    if (sign === undefined) return [];
    return [proxy, ...backendsOf(proxy, proxies)]
      .flatMap(serversOf)
      .filter(({ params }) => params.includes("ssl"))
      .map(({ path }) => ({ path, frontend: `${proxy.kind} ${proxy.name}`, sign }));
  });
}

/** The sign that clients speak TLS to a proxy that doesn't terminate it. Undefined if there is none. */
function passedThrough(proxy: Proxy): string | undefined {
  const binds = bindsOf(proxy);
  if (proxy.kind === "backend" || valueOf(proxy, "mode") === "http") return undefined;
  if (binds.length === 0 || binds.some(({ params }) => params.includes("ssl"))) return undefined;
  const greeting = proxy.own.find(({ args }) => args.some((word) => /\breq[._]ssl_/.test(word)));
  if (greeting) return `${greeting.keyword} looks at the TLS greeting`;
  const port = binds.map(({ ports: [first] }) => first).find((first) => limits.tlsPorts.includes(first));
  return port === undefined ? undefined : `port ${String(port)}`;
}
