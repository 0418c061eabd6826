import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { clientNamespace } from "../../../lab";

/** In the client's namespace: hands connections to a socket in the file system, which all namespaces share. */
const inside = `
const { connect, createServer } = require("node:net");
const server = createServer((client) => {
  const link = connect(process.argv[1]);
  client.pipe(link).pipe(client);
  for (const end of [client, link]) end.on("error", () => { client.destroy(); link.destroy(); });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit());`;

export interface Forward {
  /** A port of 127.0.0.1 in the client's namespace. */
  readonly port: number;
  stop(): void;
}

/** Makes a port of this process reachable from the lab's client. */
export async function fromClient(port: number): Promise<Forward> {
  const folder = mkdtempSync(join(tmpdir(), "quorate-forward-"));
  const path = join(folder, "socket");
  const outside = createServer((client) => {
    const link = connect(port, "127.0.0.1");
    client.pipe(link).pipe(client);
    for (const end of [client, link])
      end.on("error", () => {
        client.destroy();
        link.destroy();
      });
  });
  await new Promise<void>((resolve) => outside.listen(path, resolve));
  const child = spawn("ip", ["netns", "exec", clientNamespace, process.execPath, "-e", inside, path], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return {
    port: Number(line),
    stop: () => {
      child.stdin.end();
      outside.close();
      rmSync(folder, { recursive: true });
    },
  };
}
