/** The client's side of traffic.ts, in the client's namespace. Usage: trafficProgram.ts ADDRESS PORT KEY HELD */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ClientChannel } from "ssh2";

const [host = "", port = "", keyFile = "", held = ""] = process.argv.slice(2);
const privateKey = readFileSync(keyFile);
/** Milliseconds. A busy machine answers late, but a lost connection never answers. */
const patienceMs = 20_000;
const failures: string[] = [];
let stopped = false;
let echoes = 0;
let opened = 0;

function fail(what: string): void {
  if (!stopped) failures.push(`${new Date().toISOString()} ${what}`);
}

/** Opens a session that repeats its input. */
async function hold(number: number): Promise<() => Promise<void>> {
  const client = new Client();
  client.connect({ host, port: Number(port), username: "admin", privateKey });
  await once(client, "ready");
  client.on("error", (error) => fail(`session ${number}: ${error.message}`));
  client.on("close", () => fail(`session ${number} was closed`));
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.exec("exec cat", (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  return async () => {
    while (!stopped) {
      channel.write("echo\n");
      const signal = AbortSignal.timeout(patienceMs);
      const answered = await once(channel, "data", { signal }).then(
        () => true,
        () => false,
      );
      if (!answered) {
        fail(`session ${number} says nothing`);
        break;
      }
      echoes++;
      await sleep(200);
    }
    client.end();
  };
}

async function open(): Promise<void> {
  const socket = connect(Number(port), host);
  try {
    const [data] = (await once(socket, "data", { signal: AbortSignal.timeout(patienceMs) })) as [Buffer];
    if (data.toString().startsWith("SSH-2.0-")) opened++;
    else fail(`a new connection got ${data.toString()}`);
  } catch (error) {
    fail(`a new connection: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    socket.on("error", () => undefined).destroy();
  }
}

async function main(): Promise<void> {
  const sessions = await Promise.all(Array.from({ length: Number(held) }, (_, number) => hold(number)));
  console.log("ready");
  const opening = (async () => {
    while (!stopped) await Promise.all([open(), sleep(50)]);
  })();
  const talking = sessions.map((talk) => talk());
  process.stdin.resume();
  await once(process.stdin, "end");
  stopped = true;
  await Promise.all([opening, ...talking]);
  console.log(JSON.stringify({ held: sessions.length, echoes, opened, failures }));
}

void main();
