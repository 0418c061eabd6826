import { type Forwarding, haproxyServerLoop as rule } from "../../model/haproxy/rules/serverLoop";
import { asInModel } from "../componentArgs";
import { haproxyOn, text } from "../example";
import type { Line } from "../formats/haproxy";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { instancesOf } from "../vrrp/instance";
import { backendsOf, bindsOf, type Proxy, proxiesOn, serversOf } from "./configuration";

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
      servers: [proxy, ...backendsOf(proxy, proxies, (line) => !rewrites(proxy, line))].flatMap(serversOf),
    }));
}

/** Whether a condition chooses the backend, and the proxy changes requests: a request may then come back once only. */
function rewrites({ lines }: Proxy, { args: [, condition] }: Line): boolean {
  return (
    condition !== undefined &&
    lines.some(
      ({ keyword, args: [action = ""] }) =>
        keyword === "http-request" && /^(set|replace|add|del)-/.test(action),
    )
  );
}
