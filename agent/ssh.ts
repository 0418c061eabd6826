import { Client, type ClientChannel, type ConnectConfig, utils } from "ssh2";
import { type Connection, ConnectionError, type Hop } from "./connection";
import { timeouts } from "./timeouts";

/** Why a machine is unreachable. */
export type Reason = "no answer" | "refused" | "unreachable" | "host key" | "login" | "other";

/** A machine is unreachable. The message is for you, not in ssh2's words. */
export class UnreachableError extends Error {
  constructor(
    message: string,
    readonly reason: Reason,
  ) {
    super(message);
  }
}

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface RunOptions {
  /** Time limit in milliseconds for the login to each machine on the way; default: 10 s. */
  readonly handshakeMs?: number;
  /** Time limit in milliseconds for everything, the command included; default: none. */
  readonly wholeMs?: number;
  /** The same limit for a busy target, which accepted the connection; default: `wholeMs`. */
  readonly busyMs?: number;
  /** The command's standard input. */
  readonly input?: string;
  /** Gets the command's standard error at once, in pieces. */
  readonly onStderr?: (text: string) => void;
}

/**
 * Runs a command on a node over its own connection. It always compares the host key with the known one.
 * @throws UnreachableError when the node, or the bastion before it, is unreachable
 * @throws ConnectionError when the private key is unusable
 */
export async function run(
  { proxy, ...target }: Connection,
  command: string,
  { handshakeMs = timeouts.handshakeMs, wholeMs, busyMs = wholeMs, ...given }: RunOptions = {},
): Promise<Answer> {
  const open: Client[] = [];
  let connected = false;
  const enter = (hop: Hop, sock?: ClientChannel): Promise<Client> => {
    const [client, entered] = connect(hop, Math.max(handshakeMs, busyMs ?? 0), sock);
    open.push(client);
    if (hop === target) client.once("connect", () => (connected = true));
    return entered;
  };
  const work = async (): Promise<Answer> => {
    if (!proxy) return execute(await enter(target), command, given);
    return execute(await enter(target, await forward(await enter(proxy), target)), command, given);
  };
  try {
    const late = (): number => (connected ? Math.max(0, (busyMs ?? 0) - (wholeMs ?? 0)) : 0);
    const answer = await within(wholeMs, late, work(), target);
    for (const client of open) client.end();
    return answer;
  } catch (error) {
    for (const client of open) client.destroy();
    throw error;
  }
}

/** The result of `work`, or an error after `ms`. At that time, `added` returns further milliseconds. */
async function within<T>(
  ms: number | undefined,
  added: () => number,
  work: Promise<T>,
  hop: Hop,
): Promise<T> {
  if (ms === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const more = added();
      timer = setTimeout(() => reject(noAnswer(hop, ms + more)), more);
    }, ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function noAnswer({ host, port }: Hop, ms: number): UnreachableError {
  return new UnreachableError(`${host} doesn't answer on port ${port} within ${ms / 1000} s`, "no answer");
}

/** The client of a new connection, and a promise that resolves after the login. */
function connect(hop: Hop, handshakeMs: number, sock?: ClientChannel): [Client, Promise<Client>] {
  const config = settings(hop, handshakeMs);
  const client = new Client();
  const entered = new Promise<Client>((resolve, reject) => {
    client.once("ready", () => {
      resolve(client);
    });
    // It stays for the whole connection, because an error without a listener would end this process.
    client.on("error", (error: Error) => {
      reject(explained(error, hop, handshakeMs));
    });
  });
  client.connect(sock ? { ...config, sock } : config);
  return [client, entered];
}

function settings(
  { host, port, user, privateKey, agentSocketPath, hostKey }: Hop,
  readyTimeout: number,
): ConnectConfig {
  const [type = "", key = ""] = hostKey.split(" ");
  return {
    host,
    port,
    username: user,
    readyTimeout,
    hostVerifier: (presented: Buffer) => presented.equals(Buffer.from(key, "base64")),
    algorithms: {
      serverHostKey:
        type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [type as "ssh-ed25519"],
    },
    ...(privateKey === undefined ? {} : { privateKey: checkedKey(privateKey) }),
    ...(agentSocketPath === undefined ? {} : { agent: agentSocketPath }),
  };
}

function checkedKey(privateKey: string): string {
  const parsed = utils.parseKey(privateKey);
  if (parsed instanceof Error)
    throw new ConnectionError(`cluster.ssh.privateKeyFile is no usable private key: ${parsed.message}`);
  return privateKey;
}

/** ssh2's error as an UnreachableError with a reason and a plain message. */
function explained(error: Error, hop: Hop, handshakeMs: number): UnreachableError {
  const { host, port, user } = hop;
  const text = error.message;
  if (/Host denied|verification failed|no matching host key/i.test(text)) {
    const words =
      "shows another host key than the pinned one: it's another machine, or you set it up anew; pin its new key";
    return new UnreachableError(`${host} ${words}`, "host key");
  }
  if (/authentication methods failed/i.test(text)) {
    const words = "with this key (ssh.user, ssh.privateKeyFile)";
    return new UnreachableError(`${host} refuses the login of ${user} ${words}`, "login");
  }
  if (/Timed out|ETIMEDOUT/i.test(text)) return noAnswer(hop, handshakeMs);
  if (/ECONNREFUSED/.test(text))
    return new UnreachableError(`${host} refuses connections on port ${port}`, "refused");
  if (/EHOSTUNREACH|ENETUNREACH/.test(text))
    return new UnreachableError(`this machine has no route to ${host}: ${text}`, "unreachable");
  return new UnreachableError(`${host}: ${text}`, "other");
}

function forward(bastion: Client, { host, port }: Hop): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    bastion.forwardOut("127.0.0.1", 0, host, port, (error, stream) => {
      if (error)
        reject(
          new UnreachableError(
            `the bastion can't reach ${host} port ${port}: ${error.message}`,
            "unreachable",
          ),
        );
      else resolve(stream);
    });
  });
}

function execute(
  client: Client,
  command: string,
  { input = "", onStderr }: Pick<RunOptions, "input" | "onStderr">,
): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    client.on("error", reject);
    client.once("close", () => {
      reject(new UnreachableError("the connection ended before the answer", "other"));
    });
    client.exec(command, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      // ssh2 closes a channel after both sides ended, but a busy server sends the exit status later.
      channel.destroy = () => channel;
      let stdout = "";
      let stderr = "";
      channel.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      channel.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
        onStderr?.(text);
      });
      channel.on("close", (exitCode: number | null) => {
        resolve({ stdout, stderr, exitCode: exitCode ?? 1 });
      });
      channel.end(input);
    });
  });
}
