import { z } from "zod";
import * as limits from "../limits";
import * as t from "../text";

const kinds = [
  "process",
  "systemd",
  "tcp",
  "http",
  "https",
  "script",
  "file",
  "quorate",
  "interface",
] as const;

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

const script = t.shorthand(
  "string",
  (text) => ({ text }),
  t
    .strict(
      {
        /** Shell commands, or a whole script with a #! line, which quorate installs. */
        text: t.scriptText.optional(),
        /** A program of the node with its arguments, as keepalived runs it: without a shell. */
        path: t
          .text(
            /^\/[^\s"'\\#!${}~]+( [^\s"'\\#!${}~]+)*$/,
            "an absolute path, with arguments without quotes; a shell's commands belong in text",
          )
          .optional(),
      },
      { user: "write user beside script" },
    )
    .refine(({ text, path }) => (text === undefined) !== (path === undefined), {
      message: "must have exactly one of text, path",
    }),
);

const file = t.shorthand(
  "string",
  (path) => ({ path }),
  t.strict({
    path: t.text(
      /^\/(run|run\/keepalived|etc\/keepalived|var\/lib\/keepalived)\/[\w.-]*\w$/,
      "a file in /run, /run/keepalived, /etc/keepalived or /var/lib/keepalived, which are there when keepalived starts",
    ),
    /** The number with which keepalived makes the file at its start if it is missing. */
    initFile: t.wholeNumber(limits.trackFileValue.min, limits.trackFileValue.max).default(0),
  }),
);

/** A condition for a node to be MASTER. Exactly one of `kinds` is given. */
export const trackSchema = t
  .strict(
    {
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
      /** A check of your own. */
      script: script.optional(),
      /** A file with a number, which drains the node if it isn't 0. */
      file: file.optional(),
      /** Runs the script. Default: the unprivileged script user. */
      user: t.userName.optional(),
      name: t.label.max(30, "must be at most 30 characters").optional(),
      /** Seconds between two runs. */
      interval: t.wholeNumber(1, 3600, " seconds").default(2),
      /** Seconds until a running check counts as failed. Default: the interval. */
      timeout: t.wholeNumber(1, 3600, " seconds").optional(),
      fall: t.wholeNumber(1, 100).default(2),
      rise: t.wholeNumber(1, 100).default(2),
      /** The check counts as failed until it has passed `rise` times. */
      initFail: t.flag.default(false),
      /** 0: a failed check means FAULT. Below 0: a failed check lowers the priority. */
      weight: t.wholeNumber(limits.scriptWeight.min, limits.scriptWeight.max).optional(),
    },
    {
      ping: "write script: ping -c 1 -W 1 ADDRESS",
      dns: "write script: dig +time=1 +tries=1 @127.0.0.1 NAME",
    },
  )
  .refine((check) => kinds.filter((kind) => check[kind] !== undefined).length === 1, {
    message: `must have exactly one of ${kinds.join(", ")}`,
  });

export type TrackConfig = z.output<typeof trackSchema>;
