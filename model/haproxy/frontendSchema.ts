import { z } from "zod";
import { haproxyFrontend } from "../raw/haproxy";
import { rawLines } from "../raw/schema";
import * as t from "../text";
import { mode } from "./backendSchema";

const tls = t.strict(
  {
    /** PEM files on the node with the certificate, its chain and the key. haproxy chooses by the client's SNI. */
    certificate: t.listOf(t.absolutePath, "the absolute path of a PEM file, such as /etc/haproxy/site.pem"),
    minVersion: t.oneOf(["TLSv1.2", "TLSv1.3"]).default("TLSv1.2"),
  },
  { key: "the certificate's PEM file holds the key too" },
);

export const frontend = t.strict(
  {
    bind: t.endpoints,
    /** Default: the backend's mode; http for a frontend that only redirects. */
    mode: mode.optional(),
    tls: tls.optional(),
    redirect: z.literal("https", "must be https").optional(),
    /** Backends by the host that clients ask for. `*.` stands for any names before it. */
    hosts: t
      .named(
        t.text(
          /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
          "a host name in lower case, such as www.example.net or *.example.net",
        ),
        t.haproxyName,
      )
      .prefault({}),
    defaultBackend: t.haproxyName.optional(),
    maxconn: t.wholeNumber(1, 1_000_000).optional(),
    /** Lines of the section, before its routes. */
    raw: rawLines(haproxyFrontend).prefault([]),
  },
  {
    servers: "write servers at a backend, under haproxy.backends",
    check: "write check at a backend, under haproxy.backends",
    balance: "write balance at a backend, under haproxy.backends",
    cookie: "write stick: {cookie: ...} at a backend, under haproxy.backends",
    stick: "write stick at a backend, under haproxy.backends",
    useBackend: "write hosts: {<host>: <backend>}",
  },
);
