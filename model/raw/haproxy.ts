import type { RawPlace } from "./place";

/** The keywords that begin a section; haproxy configuration manual, section 2. */
export const haproxySections: ReadonlySet<string> = new Set(
  (
    "global defaults frontend backend listen userlist peers resolvers mailers cache program ring http-errors " +
    "fcgi-app crt-store traces log-forward log-profile acme"
  ).split(" "),
);

/** Words without, in strong and in weak quotes; the manual's section 2.2. */
const words = /^(?:[^\s"'\\#]|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|\s)*$/;

function lineProblem(line: string): string | undefined {
  const [, keyword = ""] = /^(?:(?:no|default)\s+)?([a-z][a-z0-9._-]*)(?=\s|$)/.exec(line) ?? [];
  if (keyword === "")
    return "doesn't begin with a keyword of haproxy in lower case; write one line of a section";
  if (haproxySections.has(keyword))
    return "begins a section, and ends the one that quorate opens; write lines of this section alone";
  if (!words.test(line))
    return "has a quote without its second one, a backslash at the end or a comment; close the quote, or leave the rest out";
  return line.length > 2000 ? "is longer than 2000 characters, and haproxy reads 2047" : undefined;
}

const form = { lineProblem, blocks: false, once: false };

export const haproxyGlobal: RawPlace = {
  ...form,
  instead: {
    log: "write log: {target: ...}",
    maxconn: "write maxconn",
    user: "haproxy runs as haproxy; leave it out",
    group: "haproxy runs as haproxy; leave it out",
    "stats socket": "quorate writes the administration socket; leave it out",
  },
};

export const haproxyDefaults: RawPlace = {
  ...form,
  instead: {
    mode: "write mode at a frontend or a backend",
    "log global": "quorate writes it; leave it out",
    "timeout connect": "write timeouts: {connect: ...}",
    "timeout client": "write timeouts: {client: ...}",
    "timeout server": "write timeouts: {server: ...}",
    default_backend: "write defaultBackend at a frontend",
  },
};

export const haproxyFrontend: RawPlace = {
  ...form,
  instead: {
    mode: "write mode",
    bind: "write bind",
    maxconn: "write maxconn",
    default_backend: "write defaultBackend",
    server: "write servers at a backend, under haproxy.backends",
    "option httplog": "quorate writes the log of the frontend's mode; leave it out",
    "option tcplog": "quorate writes the log of the frontend's mode; leave it out",
  },
};

export const haproxyBackend: RawPlace = {
  ...form,
  instead: {
    mode: "write mode",
    balance: "write balance",
    bind: "write bind at a frontend, under haproxy.frontends",
    cookie: "write stick: {cookie: ...}",
    "stick-table": "write stick: {source: ...}",
    server: "write servers",
    "server-template": "write serverTemplate",
    "option httpchk": "write check: {http: ...}",
    "option tcp-check": "write check: {tcp: ...}",
  },
};
