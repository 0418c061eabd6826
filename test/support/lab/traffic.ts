import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { clientNamespace, privateKeyFile } from "../../../lab";

/** The results of the connections. */
export interface TrafficReport {
  /** SSH sessions that lasted the whole time. */
  held: number;
  /** Lines that came back over them. */
  echoes: number;
  /** Connections that answered with SSH's banner, opened one after another. */
  opened: number;
  /** A text for each connection that broke, failed to open, or was silent for 20 s. */
  failures: string[];
}

export interface Traffic {
  stop(): Promise<TrafficReport>;
}

/** Keeps `held` SSH sessions at an address busy, and opens new connections all the time, from the client. */
export async function startTraffic(address: string, port: number, held: number): Promise<Traffic> {
  const program = [process.execPath, "--import", "tsx", `${__dirname}/trafficProgram.ts`];
  const argv = [
    "netns",
    "exec",
    clientNamespace,
    ...program,
    address,
    String(port),
    privateKeyFile,
    String(held),
  ];
  const child = spawn("ip", argv, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error("the traffic ended before its time");
    return line.value;
  };
  await next(); // all sessions are open
  return {
    async stop() {
      child.stdin.end();
      const report = JSON.parse(await next()) as TrafficReport;
      await once(child, "exit");
      return report;
    },
  };
}
