import { createHmac } from "node:crypto";

/** Types of host keys that `remote.Command` can pin, best first. A pinned RSA key fits only servers that sign SHA-1. */
const preference = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
];

/** The lines of a known_hosts file on one host. Keys are texts such as "ssh-ed25519 AAAA...". */
export interface KnownHost {
  /** Its own keys, best first. */
  readonly keys: readonly string[];
  /** The keys that no machine may have any more: those of lines marked `@revoked`. */
  readonly revoked: readonly string[];
  /** Whether a line trusts an authority's certificates for the host. `remote.Command` can't check these. */
  readonly certified: boolean;
}

/**
 * Reads the lines on a host: plain and hashed names, with and without a port; patterns on marked lines alone (sshd(8),
 * SSH_KNOWN_HOSTS FILE FORMAT).
 */
export function knownHost(text: string, host: string, port = 22): KnownHost {
  const name = port === 22 ? host : `[${host}]:${String(port)}`;
  const lines = text.split("\n").map(lineOf);
  const keysOf = (marker: string, names: (patterns: string) => boolean): string[] =>
    lines.filter((line) => line.marker === marker && names(line.names)).map(({ key }) => key);
  const revoked = keysOf("@revoked", (patterns) => matches(patterns, name));
  const keys = keysOf("", (names) => names.split(",").some((own) => isName(own, name)))
    .filter((key) => rankOf(key) >= 0)
    .sort((left, right) => rankOf(left) - rankOf(right));
  const certified = keysOf("@cert-authority", (patterns) => matches(patterns, name)).length > 0;
  return { keys, revoked, certified };
}

/** A line without a key has the marker "#", as a comment. */
function lineOf(line: string): { marker: string; names: string; key: string } {
  const words = line.trim().split(/\s+/);
  const marker = words[0]?.startsWith("@") ? (words.shift() ?? "") : "";
  const [names = "", type, key] = words;
  if (names.startsWith("#") || type === undefined || key === undefined)
    return { marker: "#", names: "", key: "" };
  return { marker, names, key: `${type} ${key}` };
}

function rankOf(key: string): number {
  return preference.indexOf(key.split(" ", 1)[0] ?? "");
}

function isName(own: string, name: string): boolean {
  if (!own.startsWith("|1|")) return own === name;
  const [salt = "", hash = ""] = own.slice(3).split("|");
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}

/** ssh_config(5), PATTERNS: a name that a negated pattern matches is not in the list. */
function matches(patterns: string, name: string): boolean {
  const list = patterns.split(",");
  const fits = (pattern: string): boolean => isName(pattern, name) || glob(pattern).test(name);
  return (
    list.some((pattern) => !pattern.startsWith("!") && fits(pattern)) &&
    !list.some((pattern) => pattern.startsWith("!") && fits(pattern.slice(1)))
  );
}

function glob(pattern: string): RegExp {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "i");
}
