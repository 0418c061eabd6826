import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Bastion, Host } from "../model";
import { type KnownHost, knownHost } from "./knownHosts";

/** The configuration of a connection has a mistake. You get its message without a stack trace. */
export class ConnectionError extends Error {}

/** The connection to a node, with the text of each private key in place of its file. */
export interface Connection extends Hop {
  readonly proxy?: Hop;
}

export interface Hop {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey?: string;
  readonly agentSocketPath?: string;
  /** Required: without a host key, `remote.Command` would trust any machine that answers. */
  readonly hostKey: string;
}

/**
 * The connection to a node.
 * @throws ConnectionError when the file of a private key is missing, or no host key is known
 */
export function connectionTo(node: Host): Connection {
  const { ssh } = node;
  const pin = { path: `cluster.nodes.${node.name}.hostKey`, key: ssh.hostKey };
  const hostKey = hostKeyOf(node.address, ssh.port, ssh.hostKeys, pin);
  const own: Hop = { host: node.address, port: ssh.port, user: ssh.user, hostKey, ...credentials(ssh) };
  return ssh.bastion ? { ...own, proxy: bastionHop(ssh.bastion, ssh.hostKeys) } : own;
}

function bastionHop(bastion: Bastion, hostKeys: string | undefined): Hop {
  const { host, port, user } = bastion;
  const hostKey = hostKeyOf(host, port, hostKeys, {
    path: "cluster.ssh.bastion.hostKey",
    key: bastion.hostKey,
  });
  return { host, port, user, hostKey, ...credentials({ ...bastion, agent: false }) };
}

/** The private key; the SSH agent too, if the configuration asks for it or names no key. */
function credentials(ssh: {
  privateKeyFile?: string | undefined;
  agent: boolean;
}): Pick<Hop, "privateKey" | "agentSocketPath"> {
  const socket = process.env["SSH_AUTH_SOCK"];
  return {
    ...(ssh.privateKeyFile === undefined ? {} : { privateKey: readKey(ssh.privateKeyFile) }),
    ...((ssh.agent || ssh.privateKeyFile === undefined) && socket ? { agentSocketPath: socket } : {}),
  };
}

function expand(path: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}

function readKey(path: string): string {
  if (!existsSync(expand(path)))
    throw new ConnectionError(
      `cluster.ssh.privateKeyFile: there is no file ${path}, so quorate can't log in; write the path of your private key`,
    );
  return readFileSync(expand(path), "utf8");
}

/** The place in the configuration of a host's own key, and that key if it is there. */
interface Pin {
  readonly path: string;
  readonly key: string | undefined;
}

/** The pinned key, or the key from the known_hosts file `hostKeys`. */
function hostKeyOf(host: string, port: number, hostKeys: string | undefined, pin: Pin): string {
  const file = hostKeys === undefined ? undefined : expand(hostKeys);
  const text = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : "";
  const known = knownHost(text, host, port);
  const keys = pin.key === undefined ? known.keys : [pin.key];
  const key = keys.find((own) => !known.revoked.includes(own));
  if (key !== undefined) return key;
  const name = `${host}${port === 22 ? "" : ` port ${String(port)}`}`;
  const into = hostKeys ?? "known_hosts";
  throw new ConnectionError(
    `${keys.length > 0 ? revoked(name, into) : unknown(name, into, known)}. Look at its own ` +
      `/etc/ssh/ssh_host_ed25519_key.pub, then record it: ssh-keyscan -t ed25519 -p ${String(port)} ${host} >> ${into}` +
      `${hostKeys === undefined ? " and set cluster.ssh.hostKeys: known_hosts" : ""}, or pin it as ${pin.path}`,
  );
}

function revoked(host: string, file: string): string {
  return `the host key of ${host} is @revoked in ${file}, so another machine may have it; make a new one on the node`;
}

function unknown(host: string, file: string, { certified }: KnownHost): string {
  const authority = `: ${file} has a @cert-authority for it, and the connection can't check its certificate`;
  return `no host key is known for ${host}${certified ? authority : ""}, so quorate can't recognize it`;
}
