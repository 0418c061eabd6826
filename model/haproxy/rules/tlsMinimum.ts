import type { Rule } from "../../rule";

const versions = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;
export type TlsVersion = (typeof versions)[number];

/** One TLS endpoint, a bind or a server, and the oldest version that it takes. */
export interface TlsEnd {
  readonly path: string;
  readonly end: "bind" | "server";
  readonly oldest: TlsVersion;
}

export interface OldestVersion {
  /** The oldest TLS version to accept. Default: TLSv1.2. */
  readonly minimum: TlsVersion;
}

/** haproxy configuration manual 5.1, ssl-min-ver: default TLSv1.2 since haproxy 2.2. */
export const haproxyTlsMinimum: Rule<TlsEnd, OldestVersion> = {
  name: "haproxy-tls-minimum",
  title: "TLS must be of version 1.2 or later",
  why:
    "RFC 8996: TLS 1.0 and 1.1 must not be used. haproxy's own minimum is TLSv1.2 since 2.2, so only an " +
    "explicit setting allows an older version.",
  judge(ends, { minimum = "TLSv1.2" } = {}) {
    return ends
      .filter(({ oldest }) => versions.indexOf(oldest) < versions.indexOf(minimum))
      .map(({ path, end, oldest }) => ({
        path,
        message: `takes ${oldest}, which is older than ${minimum} and no longer safe; write ssl-min-ver ${minimum} at the ${end}, or in ssl-default-${end}-options of global`,
      }));
  },
};

/** The TLS version for a word of haproxy.cfg, or undefined. */
export function tlsVersion(word: string): TlsVersion | undefined {
  return versions.find((version) => version === word);
}

/** The next newer version. Undefined after the newest. */
export function tlsVersionAfter(version: TlsVersion): TlsVersion | undefined {
  return versions[versions.indexOf(version) + 1];
}
