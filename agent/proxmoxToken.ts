import type { Host } from "../model";
import { connectionTo } from "./connection";
import { asRoot } from "./program";
import { run } from "./ssh";

/** The token's user, role and name. */
const user = "quorate@pve";
const role = "QuorateHA";
const name = "pulumi";

/** The privileges on `/` that the token needs. */
export const tokenPrivileges = ["Sys.Audit", "Sys.Console"];

/** Prints the token, USER@REALM!NAME=SECRET, on standard output alone. No command gets the secret as an argument. */
export const tokenScript = [
  "set -eu",
  'command -v pveum >/dev/null || { echo "it has no pveum, so it is no node of Proxmox VE" >&2; exit 1; }',
  `grep -q '^token:${user}!${name}:' /etc/pve/user.cfg 2>/dev/null && {`,
  `  echo "the token ${user}!${name} exists already, and Proxmox VE shows its secret only once; if you have lost it, remove it first: pveum user token remove ${user} ${name}" >&2`,
  "  exit 1",
  "}",
  `grep -q '^user:${user}:' /etc/pve/user.cfg 2>/dev/null || pveum user add ${user} --comment 'quorate' >&2`,
  "verb=add",
  `! grep -q '^role:${role}:' /etc/pve/user.cfg 2>/dev/null || verb=modify`,
  `pveum role $verb ${role} --privs '${tokenPrivileges.join(" ")}' >&2`,
  `pveum acl modify / --users ${user} --roles ${role} >&2`,
  // The user has the role alone, so the token needs no narrower rights of its own.
  `answer=$(pveum user token add ${user} ${name} --privsep 0 --output-format json)`,
  `secret=$(printf '%s\\n' "$answer" | sed -n 's/.*"value" *: *"\\([^"]*\\)".*/\\1/p')`,
  '[ -n "$secret" ] || { echo "pveum made the token and did not show its secret" >&2; exit 1; }',
  `printf '%s\\n' "${user}!${name}=$secret"`,
].join("\n");

/**
 * Makes a token of Proxmox's API with the privileges that quorate needs, on a node that knows the whole cluster.
 * @returns USER@REALM!NAME=SECRET
 * @throws Error with the node's words
 */
export async function makeToken(node: Host): Promise<string> {
  const command = asRoot(node.ssh.become, "sh -s");
  const { stdout, stderr, exitCode } = await run(connectionTo(node), command, { input: tokenScript });
  if (exitCode !== 0) throw new Error(`${node.name}: ${stderr.trim()}`);
  return stdout.trim();
}
