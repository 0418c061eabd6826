import { canonical, isAddress } from "../../model/address";
import type { Document } from "../documents";
import { type Line, readHaproxy, type Section } from "../formats/haproxy";
import { documentsOf, type Host, placeIn } from "../host";
import { once } from "../once";

/** A frontend, backend or listen section, with inherited lines. */
export interface Proxy {
  readonly kind: "frontend" | "backend" | "listen";
  readonly name: string;
  /** The lines of its defaults, then its own. */
  readonly lines: readonly Line[];
  readonly own: readonly Line[];
  /** The lines of the global section. */
  readonly global: readonly Line[];
  readonly at: (line?: Line, what?: string) => string;
}

/** An address and ports that a proxy binds. */
export interface Bind {
  readonly path: string;
  /** An address, 0.0.0.0, ::, or the path of a socket. */
  readonly address: string;
  /** The first and the last port; 0 for a socket. */
  readonly ports: readonly [number, number];
  /** The words after the address, such as ssl or transparent. */
  readonly params: readonly string[];
}

export const proxiesOn = once((host: Host): readonly Proxy[] =>
  documentsOf(host, "haproxy").flatMap((document) => proxiesIn(host, document)),
);

function proxiesIn(host: Host, document: Document): Proxy[] {
  const sections = readHaproxy(document.text);
  const global = sections.filter(({ kind }) => kind === "global").flatMap(({ lines }) => lines);
  return sections.flatMap((section, index): Proxy[] => {
    const { kind, name, lines } = section;
    if (kind !== "frontend" && kind !== "backend" && kind !== "listen") return [];
    const inherited = defaultsOf(section, sections.slice(0, index));
    const at = (line?: Line, what = line?.keyword): string =>
      placeIn(host, document, line?.line ?? section.line, [kind, name, what].filter(Boolean).join(" "));
    return [{ kind, name, lines: [...inherited, ...lines], own: oldStyle(section), global, at }];
  });
}

/** Every line of a machine's files, in sections of any kind. */
export function linesOn(host: Host): { readonly kind: string; readonly line: Line; readonly path: string }[] {
  return documentsOf(host, "haproxy").flatMap((document) =>
    readHaproxy(document.text).flatMap(({ kind, name, lines }) =>
      lines.map((line) => ({
        ...{ kind, line },
        path: placeIn(host, document, line.line, [kind, name, line.keyword].filter(Boolean).join(" ")),
      })),
    ),
  );
}

/** Configuration manual 4: the named defaults, or else the last ones before the section. */
function defaultsOf({ args }: Section, before: readonly Section[]): readonly Line[] {
  const defaults = before.filter(({ kind }) => kind === "defaults");
  const named = args[0] === "from" ? defaults.find(({ name }) => name === args[1]) : undefined;
  return (named ?? defaults.at(-1))?.lines ?? [];
}

/** In old files `listen web 192.0.2.100:80` is a bind too. */
function oldStyle({ args, line, lines }: Section): readonly Line[] {
  const [address, ...rest] = args;
  if (address === undefined || !address.includes(":")) return lines;
  return [{ keyword: "bind", args: [address, ...rest], line }, ...lines];
}

/** The value of the last line with these first words, such as `timeout connect`. */
export function valueOf({ lines }: Proxy, ...words: readonly string[]): string | undefined {
  const [keyword, ...rest] = words;
  const fits = (line: Line): boolean =>
    line.keyword === keyword && rest.every((word, index) => line.args[index] === word);
  return lines.filter(fits).at(-1)?.args[rest.length];
}

/** Every address that a proxy binds. */
export function bindsOf(proxy: Proxy): Bind[] {
  const lines = proxy.own.filter(({ keyword }) => keyword === "bind");
  return lines.flatMap((line) => {
    const [places = "", ...params] = line.args;
    return places.split(",").flatMap((place) => {
      const parsed = placeOf(place);
      return parsed ? [{ ...parsed, path: proxy.at(line), params }] : [];
    });
  });
}

/** The backends that a proxy sends clients to by lines that `counts` takes. */
export function backendsOf(
  proxy: Proxy,
  proxies: readonly Proxy[],
  counts: (line: Line) => boolean = () => true,
): Proxy[] {
  const names = proxy.lines
    .filter((line) => line.keyword === "default_backend" || (line.keyword === "use_backend" && counts(line)))
    .map(({ args }) => args[0]);
  return proxies.filter(({ kind, name }) => kind !== "frontend" && names.includes(name));
}

/** A server of a backend, as its line names it. */
export interface ServerLine {
  readonly path: string;
  readonly name: string;
  /** An address, a host name, or the path of a socket. */
  readonly address: string;
  /** Undefined if the server takes the port of the client's connection. */
  readonly port: number | undefined;
  /** The words after the address, such as check or ssl, behind those of default-server. */
  readonly params: readonly string[];
}

/** Every server of a proxy, and of a template its first one. */
export function serversOf(proxy: Proxy): ServerLine[] {
  const usual = proxy.lines.filter(({ keyword }) => keyword === "default-server").flatMap(({ args }) => args);
  return proxy.own.flatMap((line) => {
    if (line.keyword !== "server" && line.keyword !== "server-template") return [];
    const [name = "", place = "", ...params] =
      line.keyword === "server" ? line.args : [line.args[0] ?? "", ...line.args.slice(2)];
    const bare = place.replace(/^(ipv4|ipv6|udp|tcp)[46]?@/, "");
    const [, before = bare, port] = /^(.*):(\d+)$/.exec(bare) ?? [];
    const host = before.replace(/^\[|\]$/g, "");
    const address = isAddress(host) ? canonical(host) : host;
    return [
      {
        ...{ path: proxy.at(line, `server ${name}`), name, address, params: [...usual, ...params] },
        port: port === undefined ? undefined : Number(port),
      },
    ];
  });
}

/**
 * Parses the address of a bind (configuration manual 4.2): [address]:port[-port], with an optional address family
 * before it, or a socket's path.
 */
function placeOf(place: string): Pick<Bind, "address" | "ports"> | undefined {
  const bare = place.replace(/^(ipv4|ipv6|udp|tcp)[46]?@/, "");
  if (/^(\/|unix@|abns@|fd@|sockpair@)/.test(bare)) return { address: bare, ports: [0, 0] };
  const [, before = "", first, last] = /^(.*):(\d+)(?:-(\d+))?$/.exec(bare) ?? [];
  if (first === undefined) return undefined;
  const host = before.replace(/^\[|\]$/g, "");
  const address = host === "" || host === "*" ? "0.0.0.0" : host;
  const ports = [Number(first), Number(last ?? first)] as const;
  return { address: isAddress(address) ? canonical(address) : address, ports };
}
