import {
  fixedWeights,
  haproxyLineIgnored as rule,
  type IgnoredLine,
} from "../../model/haproxy/rules/lineIgnored";
import { asInModel } from "../componentArgs";
import { haproxyOn, text } from "../example";
import type { Line } from "../formats/haproxy";
import { judgement } from "../judgement";
import { type Proxy, proxiesOn, valueOf } from "./configuration";

export const lineIgnored = judgement(rule, {
  component: asInModel(rule),
  host: (host) => proxiesOn(host).flatMap(ignoredIn),
  wrong: {
    [haproxyOn("a")]: text`
      backend web
          mode tcp
          cookie SRV insert
          server a 192.0.2.11:80 check`,
  },
  right: {
    [haproxyOn("a")]: text`
      backend web
          mode http
          cookie SRV insert
          server a 192.0.2.11:80 check`,
  },
});

/** Lines that need mode http: haproxy's proxy_finalize. */
const http = /^(http-request|http-response|http-after-response|redirect|cookie|monitor-uri)$/;

function ignoredIn(proxy: Proxy): IgnoredLine[] {
  // A line of defaults serves the proxies of its mode.
  const found = proxy.own.flatMap((line) => {
    const [reason, instead] = reasonOf(line, proxy) ?? [];
    if (reason === undefined || instead === undefined) return [];
    const [first = ""] = line.args;
    const words = line.keyword === "server" ? `server ${first}` : line.keyword;
    return [{ path: proxy.at(line), line: words, reason, instead }];
  });
  return [...new Map(found.map((each) => [each.line, each])).values()];
}

function reasonOf(
  { keyword, args }: Line,
  proxy: Proxy,
): readonly [reason: string, instead: string] | undefined {
  if (http.test(keyword) && (valueOf(proxy, "mode") ?? "tcp") === "tcp")
    return ["in mode tcp", "write mode http, or leave it out"];
  if (keyword === "http-check" && !hasOption(proxy, "httpchk"))
    return ["without option httpchk", "write option httpchk, or leave it out"];
  if (keyword === "tcp-check" && !hasOption(proxy, "tcp-check"))
    return ["without option tcp-check", "write option tcp-check, or leave it out"];
  if (keyword === "server" && proxy.kind === "listen" && valueOf(proxy, "default_backend") !== undefined)
    return ["beside default_backend, which always goes first", "leave one of the two out"];
  if (/server$/.test(keyword) && args.includes("slowstart") && hasFixedWeights(proxy))
    return [
      "with this balance, whose weights are fixed",
      "write balance roundrobin or leastconn, or leave slowstart out",
    ];
  return undefined;
}

function hasFixedWeights(proxy: Proxy): boolean {
  const consistent = proxy.lines.some(
    ({ keyword, args }) => keyword === "hash-type" && args[0] === "consistent",
  );
  return fixedWeights.includes(valueOf(proxy, "balance") ?? "") && !consistent;
}

function hasOption({ lines }: Proxy, name: string): boolean {
  return lines.some(({ keyword, args }) => keyword === "option" && args[0] === name);
}
