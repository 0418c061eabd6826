import { z } from "zod";
import * as limits from "../limits";
import { haproxyBackend } from "../raw/haproxy";
import { rawLines } from "../raw/schema";
import * as t from "../text";

export const mode = t.oneOf(["tcp", "http"]);

/** Where a health check goes. Default: to the server itself. */
const checkTarget = { port: t.port.optional(), address: t.address.optional() };

const http = t.strict(
  {
    method: t.oneOf(["GET", "HEAD", "OPTIONS"]).default("GET"),
    path: t.urlPath.default("/"),
    host: t.host.optional(),
    status: t.wholeNumber(100, 599).default(200),
  },
  { port: "write port beside it, at the check", address: "write address beside it, at the check" },
);

/** The servers' health check: exactly one of tcp, ssh, http and https. */
const check = t
  .strict({
    tcp: t
      .strict({
        /** A regular expression for the server's first words. */
        expect: t.text(/^[\x21-\x7e]+$/, "a regular expression without spaces; write \\s for one").optional(),
      })
      .optional(),
    ssh: z.literal(true, "must be true").optional(),
    http: http.optional(),
    https: http.optional(),
    ...checkTarget,
    inter: t.duration.default("2s"),
    fall: t.wholeNumber(1, 100).default(3),
    rise: t.wholeNumber(1, 100).default(2),
  })
  .refine(
    (given) =>
      [given.tcp, given.ssh, given.http, given.https].filter((kind) => kind !== undefined).length === 1,
    {
      message: "must have exactly one of tcp, ssh, http, https",
    },
  );

/** What may differ from server to server. A server's own value wins over its backend's. */
const behaviour = {
  onMarkedDown: t.oneOf(["shutdown-sessions"]).optional(),
  slowstart: t.duration.optional(),
};

const atBackend = "write it at the backend's check, which holds for each of its servers";

const server = t.strict({
  /** Default: the address of the node with the same name. */
  address: t.address.optional(),
  port: t.port,
  weight: t.wholeNumber(limits.serverWeight.min, limits.serverWeight.max).optional(),
  maxconn: t.wholeNumber(1, 1_000_000).optional(),
  backup: t.flag.default(false),
  check: t
    .strict(
      checkTarget,
      Object.fromEntries(
        ["tcp", "ssh", "http", "https", "inter", "fall", "rise"].map((key) => [key, atBackend]),
      ),
    )
    .optional(),
  ...behaviour,
});

/** TLS between haproxy and the servers. Health checks that go to the same port use it too. */
const serverTls = t
  .strict(
    {
      /** PEM file on the node with the authorities that sign the servers' certificates. */
      ca: t.absolutePath.optional(),
      /** The name in the servers' certificates, which haproxy also asks for (SNI). Default: any name. */
      name: t.hostName.optional(),
      /** PEM file on the node with haproxy's own certificate and key, for servers that ask for one. */
      certificate: t.absolutePath.optional(),
      /** Takes any certificate. */
      insecure: t.flag.default(false),
    },
    { verify: "write ca, or insecure: true", key: "the certificate's PEM file holds the key too" },
  )
  .refine(({ ca, insecure }) => (ca !== undefined) !== insecure, {
    message:
      "must have ca, the authorities that haproxy trusts, or insecure: true, which takes any certificate",
  });

/** Servers that DNS names: haproxy's server-template. */
const serverTemplate = t.strict({
  fqdn: t.hostName,
  port: t.port,
  /** The servers at once, at most. */
  count: t.wholeNumber(limits.serverTemplateCount.min, limits.serverTemplateCount.max),
  resolvers: t.haproxyName,
});

const stick = t
  .strict({
    /** Binds each client's address to its first server. */
    source: t.strict({ size: t.size.default("100k"), expire: t.duration.default("30m") }).optional(),
    /** A cookie that haproxy inserts, with the server's name. */
    cookie: t.text(/^[A-Za-z0-9_.-]+$/, "a cookie's name: letters, digits and _ . -").optional(),
  })
  .refine(({ source, cookie }) => source !== undefined || cookie !== undefined, {
    message: "must have source, cookie or both",
  });

export const backend = t.strict(
  {
    mode: mode.default("tcp"),
    balance: t
      .oneOf(["roundrobin", "static-rr", "leastconn", "first", "source", "random"])
      .default("roundrobin"),
    check: check.optional(),
    stick: stick.optional(),
    tls: serverTls.optional(),
    ...behaviour,
    servers: t.named(t.haproxyName, server).prefault({}),
    serverTemplate: serverTemplate.optional(),
    /** Adds every node of the cluster as a server at this port, in addition to `servers`. */
    nodes: t.port.optional(),
    /** Lines of the section, before its servers. */
    raw: rawLines(haproxyBackend).prefault([]),
  },
  { cookie: "write stick: {cookie: ...}" },
);

/** Name servers for server templates. */
export const resolvers = t.strict({
  /** Default: those of the node's /etc/resolv.conf. */
  nameservers: t.endpoints.optional(),
  /** How long an answer counts. */
  holdValid: t.duration.optional(),
});
