import type { Endpoint, Frontend } from "../../model";
import { printEndpoint } from "../../model/address";
import { rawText } from "../raw";
import { section, word } from "./words";

export function bind({ address, port }: Endpoint): string {
  return `bind ${printEndpoint(address, port)}`;
}

export function frontend({ name, mode, bind: binds, tls, maxconn, ...routing }: Frontend): string[] {
  return section(`frontend ${name}`, [
    `mode ${mode}`,
    ...binds.map((each) => [bind(each), ...tlsWords(tls, mode)].join(" ")),
    `option ${mode}log`,
    ...word("maxconn", maxconn),
    ...rawText(routing.raw),
    ...(routing.redirects ? ["http-request redirect scheme https code 301 unless { ssl_fc }"] : []),
    ...hostLines(routing.hosts, mode, tls !== undefined),
    ...word("default_backend", routing.defaultBackend),
  ]);
}

/** In mode http clients may speak HTTP/2, which haproxy offers by default since 2.9. */
function tlsWords(tls: Frontend["tls"], mode: Frontend["mode"]): string[] {
  if (tls === undefined) return [];
  return [
    "ssl",
    ...tls.certificates.map((path) => `crt ${path}`),
    ...(mode === "http" ? ["alpn h2,http/1.1"] : []),
    `ssl-min-ver ${tls.minVersion}`,
  ];
}

/** The host is the request's, or else the one in the client's TLS greeting. */
function hostLines(hosts: Frontend["hosts"], mode: Frontend["mode"], ended: boolean): string[] {
  if (hosts.length === 0) return [];
  // Of TLS that passes through, haproxy must wait for the greeting.
  const waits = ["tcp-request inspect-delay 5s", "tcp-request content accept if { req.ssl_hello_type 1 }"];
  const greeting = ended ? "ssl_fc_sni" : "req.ssl_sni";
  const asked = mode === "http" ? "req.hdr(host),field(1,:)" : greeting;
  return [
    ...(mode === "tcp" && !ended ? waits : []),
    ...hosts.map(({ host, backend }) => {
      const fits = host.startsWith("*.") ? `-m end ${host.slice(1)}` : `-m str ${host}`;
      return `use_backend ${backend} if { ${asked} -i ${fits} }`;
    }),
  ];
}
