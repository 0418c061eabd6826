import type { Backend, Server, ServerCheck, ServerTemplate } from "../../model";
import { printEndpoint } from "../../model/address";
import { rawText } from "../raw";
import { quote, section, word } from "./words";

export function backend({ name, mode, balance, check, stick, cookie, tls, ...rest }: Backend): string[] {
  const defaults = [...tlsWords(tls), ...(check ? checkWords(check, tls) : []), ...behaviour(rest)];
  return section(`backend ${name}`, [
    `mode ${mode}`,
    `balance ${balance}`,
    ...(stick
      ? [
          `stick-table type ${stick.family === 4 ? "ip" : "ipv6"} size ${stick.size} expire ${stick.expire}`,
          "stick on src",
        ]
      : []),
    ...(cookie
      ? [`cookie ${cookie.name} insert indirect nocache httponly${cookie.secure ? " secure" : ""}`]
      : []),
    ...(check ? checkLines(check) : []),
    ...rawText(rest.raw),
    ...(defaults.length > 0 ? [["default-server", ...defaults].join(" ")] : []),
    ...rest.servers.map((each) => server(each, cookie !== undefined)),
    ...(rest.serverTemplate ? [template(name, rest.serverTemplate)] : []),
  ]);
}

function checkLines(check: ServerCheck): string[] {
  if (check.kind === "tcp") {
    return [
      "option tcp-check",
      "tcp-check connect",
      ...(check.expect === undefined ? [] : [`tcp-check expect rstring ${quote(check.expect)}`]),
    ];
  }
  const host = check.host === undefined ? "" : ` ver HTTP/1.1 hdr Host ${check.host}`;
  return [
    "option httpchk",
    `http-check send meth ${check.method} uri ${quote(check.path)}${host}`,
    `http-check expect status ${String(check.status)}`,
  ];
}

/** SNI of a check is a word of its own. */
function tlsWords(tls: Backend["tls"]): string[] {
  if (tls === undefined) return [];
  const { ca, name, certificate } = tls;
  return [
    "ssl",
    ca === undefined ? "verify none" : `verify required ca-file ${ca}`,
    ...(name === undefined ? [] : [`verifyhost ${name} sni str(${name}) check-sni ${name}`]),
    ...word("crt", certificate),
  ];
}

/** The check's TLS is independent of clients' TLS that passes through; to a server with TLS it has the same words. */
function checkWords(check: ServerCheck, serverTls: Backend["tls"]): string[] {
  const words = serverTls === undefined ? ["check-ssl verify none"] : ["check-ssl"];
  const tls = check.kind === "http" && check.tls ? words : [];
  const times = `inter ${check.inter} fall ${String(check.fall)} rise ${String(check.rise)}`;
  return ["check", ...tls, times, ...checkedPlace(check)];
}

function checkedPlace({ port, address }: NonNullable<Server["check"]> = {}): string[] {
  const addr = address?.includes(":") ? `[${address}]` : address;
  return [...word("port", port), ...word("addr", addr)];
}

function behaviour({ onMarkedDown, slowstart }: Pick<Server, "onMarkedDown" | "slowstart">): string[] {
  return [...word("on-marked-down", onMarkedDown), ...word("slowstart", slowstart)];
}

function server(each: Server, hasCookie: boolean): string {
  return [
    `server ${each.name} ${printEndpoint(each.address, each.port)}`,
    ...(hasCookie ? [`cookie ${each.name}`] : []),
    ...word("weight", each.weight),
    ...word("maxconn", each.maxconn),
    ...checkedPlace(each.check),
    ...behaviour(each),
    ...(each.backup ? ["backup"] : []),
  ].join(" ");
}

/** With `init-addr none` haproxy starts without DNS too. */
function template(name: string, { fqdn, port, count, resolvers }: ServerTemplate): string {
  return `server-template ${name} 1-${String(count)} ${fqdn}:${String(port)} resolvers ${resolvers} init-addr none`;
}
