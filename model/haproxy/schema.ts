import { z } from "zod";
import { parseEndpoint } from "../endpoint";
import * as limits from "../limits";
import { statsPassword } from "../secretSchema";
import * as t from "../text";

const mode = t.oneOf(["tcp", "http"]);

const endpoint = z
  .string("must be an address and a port")
  .refine(
    (value) => parseEndpoint(value) !== undefined,
    "must be an address and a port, such as 192.0.2.101:22 or [2001:db8::1]:22",
  )
  .transform((value) => parseEndpoint(value) ?? { address: value, port: 0 });

const log = t.strict({
  /** A socket's path, or the address:port of a syslog server. */
  target: t.text(/^[\w./:[\]-]+$/, "a socket such as /dev/log, or address:port").default("/dev/log"),
  facility: t
    .oneOf(["local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7", "daemon", "user"])
    .default("local0"),
  /** Whether rsyslog writes /var/log/haproxy.log. If not, the node's own syslog configuration decides. */
  file: t.flag.default(true),
});

const frontend = t.strict(
  {
    bind: t.listOf(endpoint, "an address and a port, such as 192.0.2.101:22"),
    /** Default: the backend's mode. */
    mode: mode.optional(),
    defaultBackend: t.haproxyName,
    maxconn: t.wholeNumber(1, 1_000_000).optional(),
  },
  {
    servers: "write servers at a backend, under haproxy.backends",
    check: "write check at a backend, under haproxy.backends",
    balance: "write balance at a backend, under haproxy.backends",
  },
);

const http = t.strict({
  method: t.oneOf(["GET", "HEAD", "OPTIONS"]).default("GET"),
  path: t.urlPath.default("/"),
  host: t.host.optional(),
  status: t.wholeNumber(100, 599).default(200),
});

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

const server = t.strict(
  {
    /** Default: the address of the node with the same name. */
    address: t.address.optional(),
    port: t.port,
    weight: t.wholeNumber(limits.serverWeight.min, limits.serverWeight.max).optional(),
    maxconn: t.wholeNumber(1, 1_000_000).optional(),
    backup: t.flag.default(false),
  },
  { check: "write check at the backend: it holds for each of its servers" },
);

const backend = t
  .strict({
    mode: mode.default("tcp"),
    balance: t
      .oneOf(["roundrobin", "static-rr", "leastconn", "first", "source", "random"])
      .default("roundrobin"),
    check: check.optional(),
    stick: t
      .strict({
        /** Binds each client's address to its first server. */
        source: t.strict({ size: t.size.default("100k"), expire: t.duration.default("30m") }),
      })
      .optional(),
    servers: t.named(t.haproxyName, server).prefault({}),
    /** Adds every node of the cluster as a server at this port, in addition to `servers`. */
    nodes: t.port.optional(),
  })
  .refine((given) => given.nodes !== undefined || Object.keys(given.servers).length > 0, {
    message: "has no server; write servers, or nodes: <port> for that port of every node",
  });

const stats = t.strict({
  /** Default: each node's own address at `port`. */
  bind: t.listOf(endpoint, "an address and a port, such as 192.0.2.11:8404").optional(),
  port: t.port.default(8404),
  uri: t.urlPath.default("/stats"),
  auth: t
    .strict({ user: t.text(/^[\w.-]+$/, "letters, digits and _ . -"), password: statsPassword })
    .optional(),
  /** Whether to serve Prometheus metrics at /metrics. */
  prometheus: t.flag.default(false),
});

export const loadBalancerSchema = t.strict({
  /** The nodes that run haproxy. Default: every node. */
  nodes: z.array(t.label, "must be a list of nodes").min(1, "must name at least one node").optional(),
  global: t
    .strict({ maxconn: t.wholeNumber(1, 1_000_000).default(4096), log: log.prefault({}) })
    .prefault({}),
  timeouts: t
    .strict({
      connect: t.duration.default("5s"),
      client: t.duration.default("1h"),
      server: t.duration.default("1h"),
    })
    .prefault({}),
  frontends: t.named(
    t.haproxyName.regex(/^(?!stats$)/, "is the statistics page's; write another name"),
    frontend,
  ),
  backends: t.named(t.haproxyName, backend),
  stats: stats.optional(),
});

export type LoadBalancerConfig = z.output<typeof loadBalancerSchema>;
export type LoadBalancerInput = z.input<typeof loadBalancerSchema>;
