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
  /** A socket's path, or address:port of a syslog server. */
  target: t.text(/^[\w./:[\]-]+$/, "a socket such as /dev/log, or address:port").default("/dev/log"),
  facility: t
    .oneOf(["local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7", "daemon", "user"])
    .default("local0"),
  /** Whether rsyslog writes /var/log/haproxy.log; otherwise the lines go where the node's syslog puts them. */
  file: t.flag.default(true),
});

const frontend = t.strict({
  bind: t.listOf(endpoint, "an address and a port, such as 192.0.2.101:22"),
  /** The backend's mode unless said. */
  mode: mode.optional(),
  defaultBackend: t.haproxyName,
  maxconn: t.wholeNumber(1, 1_000_000).optional(),
});

const http = t.strict({
  method: t.oneOf(["GET", "HEAD", "OPTIONS"]).default("GET"),
  path: t.urlPath.default("/"),
  host: t.host.optional(),
  status: t.wholeNumber(100, 599).default(200),
});

/** How servers are checked: exactly one of tcp, ssh, http and https. */
const check = t
  .strict({
    tcp: t
      .strict({
        /** A regular expression that the server's first words must fit. */
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

const server = t.strict({
  /** The address of the node of the same name unless said. */
  address: t.address.optional(),
  port: t.port,
  weight: t.wholeNumber(limits.serverWeight.min, limits.serverWeight.max).optional(),
  maxconn: t.wholeNumber(1, 1_000_000).optional(),
  backup: t.flag.default(false),
});

const backend = t
  .strict({
    mode: mode.default("tcp"),
    balance: t
      .oneOf(["roundrobin", "static-rr", "leastconn", "first", "source", "random"])
      .default("roundrobin"),
    check: check.optional(),
    stick: t
      .strict({
        /** A client's address keeps the server that it got. */
        source: t.strict({ size: t.size.default("100k"), expire: t.duration.default("30m") }),
      })
      .optional(),
    servers: t.named(t.haproxyName, server).prefault({}),
    /** This port of every node of the cluster, in addition to `servers`. */
    nodes: t.port.optional(),
  })
  .refine((given) => given.nodes !== undefined || Object.keys(given.servers).length > 0, {
    message: "has no server; write servers, or nodes: <port> for that port of every node",
  });

const stats = t.strict({
  /** Each node's own address at `port` unless said. */
  bind: t.listOf(endpoint, "an address and a port, such as 192.0.2.11:8404").optional(),
  port: t.port.default(8404),
  uri: t.urlPath.default("/stats"),
  auth: t
    .strict({ user: t.text(/^[\w.-]+$/, "letters, digits and _ . -"), password: statsPassword })
    .optional(),
  /** Metrics for Prometheus at /metrics. */
  prometheus: t.flag.default(false),
});

export const loadBalancerSchema = t.strict({
  /** Where it runs: every node unless said. */
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
