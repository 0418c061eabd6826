import { createHmac } from "node:crypto";

/** Types of host keys that `remote.Command` can pin, best first. A pinned RSA key fits only servers that sign SHA-1. */
const preference = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
];

/**
 * A host's key in a known_hosts file, as "ssh-ed25519 AAAA...", or undefined. Reads plain and hashed names,
 * with and without a port (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). Ignores marked lines and patterns.
 */
export function knownHostKey(text: string, host: string, port = 22): string | undefined {
  const name = port === 22 ? host : `[${host}]:${String(port)}`;
  const keys = text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([names = "", type, key]) =>
        type !== undefined && key !== undefined && names !== "" && !/^[#@]/.test(names),
    )
    .filter(([names = ""]) => names.split(",").some((pattern) => fits(pattern, name)))
    .map(([, type = "", key = ""]) => ({ type, key, rank: preference.indexOf(type) }))
    .filter(({ rank }) => rank >= 0)
    .sort((left, right) => left.rank - right.rank);
  const best = keys[0];
  return best && `${best.type} ${best.key}`;
}

function fits(pattern: string, name: string): boolean {
  if (!pattern.startsWith("|1|")) return pattern === name;
  const [salt = "", hash = ""] = pattern.slice(3).split("|");
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}
