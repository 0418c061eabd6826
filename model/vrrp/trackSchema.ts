import { z } from "zod";
import * as limits from "../limits";
import * as t from "../text";

const kinds = ["process", "systemd", "tcp", "http", "https", "quorate", "interface"] as const;

const tcp = t.shorthand("number", (port) => ({ port }), t.strict({ port: t.port, host: t.host.optional() }));

const http = {
  /** The whole address, instead of host, port and path. */
  url: t.text(/^https?:\/\/[\w.:[\]-]+(\/[\w.~!$&()*+,;=:@%/?-]*)?$/, "an http or https address").optional(),
  port: t.port.optional(),
  host: t.host.optional(),
  path: t.urlPath.default("/"),
  /** The expected HTTP status. Default: any below 400. */
  status: t.wholeNumber(100, 599).optional(),
};

/** A condition for a node to be MASTER. Exactly one of `kinds` is given. */
export const trackSchema = t
  .strict({
    process: t
      .text(/^[A-Za-z0-9_.:@/-]+$/, "the name of a process: letters, digits and _ . : @ / -")
      .max(
        limits.commLength,
        `must be at most ${String(limits.commLength)} characters: the kernel keeps no more`,
      )
      .optional(),
    systemd: t.text(/^[A-Za-z0-9_.:@\\-]+$/, "the name of a systemd unit").optional(),
    tcp: tcp.optional(),
    http: t.strict(http).optional(),
    https: t.strict({ ...http, insecure: t.flag.default(false) }).optional(),
    /**
     * corosync on the node is quorate. Always FAULT: in a partition of one, the lowest priority is also the highest.
     */
    quorate: z.literal(true, "must be true; leave the check out if quorum doesn't matter").optional(),
    interface: t.interfaceName.optional(),
    name: t.label.max(30, "must be at most 30 characters").optional(),
    /** Seconds between two runs. */
    interval: t.wholeNumber(1, 3600, " seconds").default(2),
    /** Seconds until a running check counts as failed. Default: the interval. */
    timeout: t.wholeNumber(1, 3600, " seconds").optional(),
    fall: t.wholeNumber(1, 100).default(2),
    rise: t.wholeNumber(1, 100).default(2),
    /** 0: a failed check means FAULT. Below 0: a failed check lowers the priority. */
    weight: t.wholeNumber(limits.scriptWeight.min, limits.scriptWeight.max).optional(),
  })
  .refine((check) => kinds.filter((kind) => check[kind] !== undefined).length === 1, {
    message: `must have exactly one of ${kinds.join(", ")}`,
  });

export type TrackConfig = z.output<typeof trackSchema>;
