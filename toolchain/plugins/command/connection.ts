import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "ssh2";
import type { Context } from "../provider";
import { authentication, hostKeyOf, type Login } from "./login";

/** The address of a connection, with the resource's defaults filled in; times in seconds. */
export interface Endpoint extends Login {
  host: string;
  port: number;
  /** Failed dials before giving up; -1 for no limit. */
  dialErrorLimit: number;
  /** Limit for one dial and the handshake after it; 0 for none. */
  perDialTimeout: number;
}

export interface Connection extends Endpoint {
  proxy?: Endpoint;
}

/** @throws if the login can't be used as given, or after `dialErrorLimit` failed dials */
export async function connect(
  target: Connection,
  context: Context,
): Promise<{ client: Client; close: () => void }> {
  const { proxy } = target;
  const handshake = prepare(target, context);
  if (!proxy) {
    const client = await retried("Dial", target, context, async () => handshake(await dial(target, context)));
    return { client, close: () => client.end() };
  }
  try {
    const proxyHandshake = prepare(proxy, context);
    const bastion = await retried("Dial proxy", proxy, context, async () =>
      proxyHandshake(await dial(proxy, context)),
    );
    try {
      const client = await retried("Dial from proxy", target, context, async () =>
        handshake(await forward(bastion, target)),
      );
      const close = () => {
        client.end();
        bastion.end();
      };
      return { client, close };
    } catch (error) {
      bastion.end();
      throw error;
    }
  } catch (error) {
    throw new Error(`proxy: ${messageOf(error)}`);
  }
}

/**
 * Reads the keys first, because no retry would mend them.
 * @returns a function that makes an SSH connection of a stream
 */
function prepare(endpoint: Endpoint, { signal }: Context): (stream: Duplex) => Promise<Client> {
  const hostKey = endpoint.hostKey === undefined ? undefined : hostKeyOf(endpoint.hostKey);
  const login = authentication(endpoint);
  return (sock) =>
    new Promise((resolve, reject) => {
      const client = new Client();
      let hostKeyDiffers = false;
      const { next, tried } = login();
      const fail = (error: Error & { level?: string }) => {
        sock.destroy();
        if (hostKeyDiffers) reject(new Error("ssh: handshake failed: ssh: host key mismatch"));
        else if (error.level === "client-authentication") {
          const methods = `attempted methods [${tried.join(" ")}], no supported methods remain`;
          reject(new Error(`ssh: handshake failed: ssh: unable to authenticate, ${methods}`));
        } else reject(new Error(`ssh: handshake failed: ${error.message}`));
      };
      const abort = () => {
        client.destroy();
        reject(new Error("cancelled"));
      };
      signal.addEventListener("abort", abort, { once: true });
      client.once("close", () => {
        signal.removeEventListener("abort", abort);
        fail(new Error("EOF"));
      });
      // This listener stays for the connection's life: an error without a listener would end the whole plugin.
      client.on("error", fail);
      client.once("ready", () => {
        resolve(client);
      });
      client.connect({
        sock: sock,
        username: endpoint.user,
        authHandler: next,
        readyTimeout: endpoint.perDialTimeout * 1000,
        keepaliveInterval: 15_000,
        keepaliveCountMax: 9,
        ...(hostKey && { algorithms: { serverHostKey: hostKey.algorithms as never } }),
        hostVerifier: (key: Buffer) => {
          hostKeyDiffers = hostKey !== undefined && !hostKey.blob.equals(key);
          return !hostKeyDiffers;
        },
      });
    });
}

function dial({ host, port, perDialTimeout }: Endpoint, { signal }: Context): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, keepAlive: true, noDelay: true, signal });
    const fail = (reason: string) => {
      socket.destroy();
      reject(new Error(`dial tcp ${host}:${String(port)}: ${reason}`));
    };
    const timer =
      perDialTimeout > 0 &&
      setTimeout(() => {
        fail("i/o timeout");
      }, perDialTimeout * 1000);
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (timer) clearTimeout(timer);
      fail(reasons[error.code ?? ""] ?? error.message);
    });
    socket.once("connect", () => {
      if (timer) clearTimeout(timer);
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}

const reasons: Record<string, string> = {
  ECONNREFUSED: "connect: connection refused",
  EHOSTUNREACH: "connect: no route to host",
  ENETUNREACH: "connect: network is unreachable",
  ETIMEDOUT: "connect: connection timed out",
  ENOTFOUND: "no such host",
};

function forward(bastion: Client, { host, port }: Endpoint): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    bastion.forwardOut("127.0.0.1", 0, host, port, (error, stream) => {
      if (error)
        reject(
          new Error(
            `ssh: rejected: ${error.message.replace("(SSH) Channel open failure: ", "connect failed: ")}`,
          ),
        );
      else resolve(stream);
    });
  });
}

async function retried<T>(
  what: string,
  { dialErrorLimit: limit }: Endpoint,
  { log, signal }: Context,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 0, delay = 100; ; failures++, delay = Math.min(delay * 1.5, 5000)) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (limit >= 0 && failures >= limit) {
        throw new Error(`after ${String(failures)} failed attempts: ${messageOf(error)}`);
      }
      const outOf = limit < 0 ? "inf" : String(limit);
      log("info", `${what} ${String(failures + 1)}/${outOf} failed: retrying`, true);
      await wait(delay, undefined, { signal });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
