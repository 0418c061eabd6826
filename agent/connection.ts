import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Bastion, Host } from "../model";
import { knownHostKey } from "./knownHosts";

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
  const hostKey =
    ssh.hostKey ?? lookUp(ssh.hostKeys, node.address, ssh.port, `cluster.nodes.${node.name}.hostKey`);
  const own: Hop = { host: node.address, port: ssh.port, user: ssh.user, hostKey, ...credentials(ssh) };
  return ssh.bastion ? { ...own, proxy: bastionHop(ssh.bastion, ssh.hostKeys) } : own;
}

function bastionHop(bastion: Bastion, hostKeys: string | undefined): Hop {
  const { host, port, user } = bastion;
  const hostKey = bastion.hostKey ?? lookUp(hostKeys, host, port, "cluster.ssh.bastion.hostKey");
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

function lookUp(hostKeys: string | undefined, host: string, port: number, pin: string): string {
  const file = hostKeys === undefined ? undefined : expand(hostKeys);
  const key =
    file !== undefined && existsSync(file) ? knownHostKey(readFileSync(file, "utf8"), host, port) : undefined;
  if (key !== undefined) return key;
  const into = hostKeys ?? "known_hosts";
  throw new ConnectionError(
    `no host key is known for ${host}${port === 22 ? "" : ` port ${String(port)}`}, so quorate can't recognize it. ` +
      `Look at its own /etc/ssh/ssh_host_ed25519_key.pub, then record it: ssh-keyscan -t ed25519 -p ${String(port)} ${host} >> ${into}` +
      `${hostKeys === undefined ? " and set cluster.ssh.hostKeys: known_hosts" : ""}, or pin it as ${pin}`,
  );
}
