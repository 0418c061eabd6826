import { type Forwarding, haproxyServerLoop as rule } from "../../model/haproxy/rules/serverLoop";
import { asInModel } from "../componentArgs";
import { haproxyOn, text } from "../example";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { instancesOf } from "../vrrp/instance";
import { bindsOf, type Proxy, proxiesOn, serversOf } from "./configuration";

export const serverLoop = judgement(rule, {
  component: asInModel(rule),
  program: ({ hosts }) => hosts.flatMap(forwardingsOn),
  wrong: {
    [haproxyOn("a")]: text`
      frontend ui
          bind 192.0.2.100:443
          default_backend ui
      backend ui
          server vip 192.0.2.100:443 check`,
  },
  right: {
    [haproxyOn("a")]: text`
      frontend ui
          bind 192.0.2.100:443
          default_backend ui
      backend ui
          server a 192.0.2.11:8006 check`,
  },
});

function forwardingsOn(host: Host): Forwarding[] {
  const proxies = proxiesOn(host);
  const own = [
    host.name,
    ...instancesOf(host).flatMap(({ addresses }) => addresses.map((each) => each.address)),
  ];
  return proxies
    .filter(({ kind }) => kind !== "backend")
    .map((proxy) => ({
      ...{ owner: `${proxy.kind} ${proxy.name}`, node: host.name, own },
      binds: bindsOf(proxy),
      servers: [proxy, ...backendsOf(proxy, proxies)].flatMap(serversOf),
    }));
}

/** The backends that a proxy sends clients to. */
function backendsOf(proxy: Proxy, proxies: readonly Proxy[]): Proxy[] {
  const names = proxy.lines
    .filter(
      ({ keyword, args }) =>
        keyword === "default_backend" || (keyword === "use_backend" && !rewrites(proxy, args)),
    )
    .map(({ args }) => args[0]);
  return proxies.filter(({ kind, name }) => kind !== "frontend" && names.includes(name));
}

/** Whether a condition chooses the backend, and the proxy changes requests: a request may then come back once only. */
function rewrites({ lines }: Proxy, [, condition]: readonly string[]): boolean {
  return (
    condition !== undefined &&
    lines.some(
      ({ keyword, args: [action = ""] }) =>
        keyword === "http-request" && /^(set|replace|add|del)-/.test(action),
    )
  );
}
