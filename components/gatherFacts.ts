import { Client, type ClientChannel, type ConnectConfig, utils } from "ssh2";
import type { Cluster, Host } from "../model";
import { type Facts, parseFacts } from "../node/facts";
import { readFacts } from "../node/program";
import { type Connection, connectionTo, type Hop } from "./connection";

/** Facts by node name; an Error where a node couldn't be asked. */
export type ClusterFacts = ReadonlyMap<string, Facts | Error>;

/** Milliseconds that a node gets to answer. */
const patience = 10_000;

/** Asks all nodes of the cluster at once, over one SSH connection each. Never rejects. */
export async function gatherFacts(cluster: Cluster): Promise<ClusterFacts> {
  const answers = [...cluster.nodes, ...cluster.witnesses].map(
    async (node): Promise<[string, Facts | Error]> => {
      try {
        return [node.name, await factsOf(node)];
      } catch (error) {
        return [node.name, explained(error, node)];
      }
    },
  );
  return new Map(await Promise.all(answers));
}

/** What ssh2 says of a failure, in the words of who reads it. */
function explained(error: unknown, { address, ssh }: Host): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/Host denied|verification failed/i.test(text)) {
    return new Error(
      `${address} shows another host key than the pinned one: it's another machine, or was set up anew`,
    );
  }
  if (/authentication methods failed/i.test(text)) {
    return new Error(
      `${address} refuses the login of ${ssh.user} with this key (ssh.user, ssh.privateKeyFile)`,
    );
  }
  if (/Timed out/i.test(text))
    return new Error(`${address} doesn't answer on port ${ssh.port} within ${patience / 1000} s`);
  return new Error(text);
}

async function factsOf(node: Host): Promise<Facts> {
  const { stdout, stderr, exitCode } = await runOver(connectionTo(node), readFacts(node.ssh.become));
  if (exitCode !== 0) throw new Error(stderr.trim() || `its program ended with status ${String(exitCode)}`);
  return parseFacts(stdout);
}

function settings({ host, port, user, privateKey, agentSocketPath, hostKey }: Hop): ConnectConfig {
  const [type = "", key = ""] = hostKey.split(" ");
  return {
    host,
    port,
    username: user,
    readyTimeout: patience,
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
    throw new Error(`cluster.ssh.privateKeyFile is no usable private key: ${parsed.message}`);
  return privateKey;
}

function connect(config: ConnectConfig): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.once("ready", () => {
      resolve(client);
    });
    client.once("error", reject);
    client.connect(config);
  });
}

interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

async function runOver({ proxy, ...target }: Connection, command: string): Promise<Answer> {
  if (!proxy) return runAndClose(await connect(settings(target)), command);
  const bastion = await connect(settings(proxy));
  try {
    const sock = await new Promise<ClientChannel>((resolve, reject) => {
      bastion.forwardOut("127.0.0.1", 0, target.host, target.port, (error, stream) => {
        if (error) reject(error);
        else resolve(stream);
      });
    });
    return await runAndClose(await connect({ ...settings(target), sock }), command);
  } finally {
    bastion.end();
  }
}

function runAndClose(client: Client, command: string): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    client.once("error", reject);
    client.exec(command, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      let stdout = "";
      let stderr = "";
      channel.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
      channel.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
      channel.on("close", (exitCode: number | null) => {
        resolve({ stdout, stderr, exitCode: exitCode ?? 1 });
      });
      channel.end();
    });
  }).finally(() => {
    client.end();
  });
}
