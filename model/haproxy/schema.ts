import { z } from "zod";
import { statsPassword } from "../secretSchema";
import * as raw from "../raw/haproxy";
import { rawLines } from "../raw/schema";
import * as t from "../text";
import { backend, resolvers } from "./backendSchema";
import { frontend } from "./frontendSchema";

const log = t.strict({
  /** A socket's path, or the address:port of a syslog server. */
  target: t.text(/^[\w./:[\]-]+$/, "a socket such as /dev/log, or address:port").default("/dev/log"),
  facility: t
    .oneOf(["local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7", "daemon", "user"])
    .default("local0"),
  /** Whether rsyslog writes /var/log/haproxy.log. If not, the node's own syslog configuration decides. */
  file: t.flag.default(true),
});

const stats = t.strict({
  /** Default: each node's own address at `port`. */
  bind: t.endpoints.optional(),
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
    .strict({
      maxconn: t.wholeNumber(1, 1_000_000).default(4096),
      log: log.prefault({}),
      raw: rawLines(raw.haproxyGlobal).prefault([]),
    })
    .prefault({}),
  timeouts: t
    .strict({
      connect: t.duration.default("5s"),
      client: t.duration.default("1h"),
      server: t.duration.default("1h"),
    })
    .prefault({}),
  /** Settings that every proxy starts from. */
  defaults: t.strict({ raw: rawLines(raw.haproxyDefaults).prefault([]) }).prefault({}),
  frontends: t.named(
    t.haproxyName.regex(/^(?!stats$)/, "is the statistics page's; write another name"),
    frontend,
  ),
  backends: t.named(t.haproxyName, backend),
  resolvers: t.named(t.haproxyName, resolvers).prefault({}),
  stats: stats.optional(),
});

export type LoadBalancerConfig = z.output<typeof loadBalancerSchema>;
export type LoadBalancerInput = z.input<typeof loadBalancerSchema>;
