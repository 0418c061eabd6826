import {
  haproxyTlsMinimum as rule,
  type TlsEnd,
  type TlsVersion,
  tlsVersion,
  tlsVersionAfter,
} from "../../model/haproxy/rules/tlsMinimum";
import { haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { bindsOf, type Proxy, proxiesOn } from "./configuration";

export const tlsMinimum = judgement(rule, {
  host: (host) => proxiesOn(host).flatMap((proxy) => [...bindsWithTls(proxy), ...serversWithTls(proxy)]),
  options: {
    minimum: {
      type: "string",
      enum: ["TLSv1.2", "TLSv1.3"],
      default: "TLSv1.2",
      description: "the oldest accepted version",
    },
  },
  wrong: {
    [haproxyOn("a")]: text`
      frontend web
          bind 192.0.2.100:443 ssl crt /etc/haproxy/web.pem ssl-min-ver TLSv1.0`,
  },
  right: {
    [haproxyOn("a")]: text`
      frontend web
          bind 192.0.2.100:443 ssl crt /etc/haproxy/web.pem ssl-min-ver TLSv1.2`,
  },
});

function bindsWithTls(proxy: Proxy): TlsEnd[] {
  return bindsOf(proxy)
    .filter(({ params }) => params.includes("ssl"))
    .map(({ path, params }) => ({
      path,
      end: "bind",
      oldest: oldestOf([...usual(proxy, "bind"), ...params]),
    }));
}

function serversWithTls(proxy: Proxy): TlsEnd[] {
  const own = proxy.lines.filter(({ keyword }) => keyword === "default-server").flatMap(({ args }) => args);
  return proxy.lines
    .filter(({ keyword, args }) => keyword === "server" && [...own, ...args].includes("ssl"))
    .map((line) => ({
      path: proxy.at(line),
      end: "server",
      oldest: oldestOf([...usual(proxy, "server"), ...own, ...line.args]),
    }));
}

/** The options in global for every bind or server. */
function usual({ global }: Proxy, end: TlsEnd["end"]): readonly string[] {
  return global.filter(({ keyword }) => keyword === `ssl-default-${end}-options`).flatMap(({ args }) => args);
}

/** Configuration manual 5.1: the last ssl-min-ver or force-... counts. Then no-... excludes versions from there on. */
function oldestOf(words: readonly string[]): TlsVersion {
  const forced = new Map<string, TlsVersion>([
    ["force-sslv3", "SSLv3"],
    ["force-tlsv10", "TLSv1.0"],
    ["force-tlsv11", "TLSv1.1"],
    ["force-tlsv12", "TLSv1.2"],
    ["force-tlsv13", "TLSv1.3"],
  ]);
  const written = words.flatMap((word, index) =>
    word === "ssl-min-ver" ? (tlsVersion(words[index + 1] ?? "") ?? []) : (forced.get(word) ?? []),
  );
  let oldest: TlsVersion = written.at(-1) ?? "TLSv1.2";
  for (
    let next = tlsVersionAfter(oldest);
    isExcluded(oldest, words) && next;
    next = tlsVersionAfter(oldest)
  ) {
    oldest = next;
  }
  return oldest;
}

/** Whether an option such as `no-tlsv10` excludes `version`. */
function isExcluded(version: TlsVersion, words: readonly string[]): boolean {
  return words.includes(`no-${version.toLowerCase().replace(".", "")}`);
}
