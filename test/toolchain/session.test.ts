import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Client, Server, utils } from "ssh2";
import { execute, type Execution } from "../../toolchain/plugins/command/session";

describe("a session of the command plugin", () => {
  it("sees how a command ended whose end comes in one piece with the server's consent", async () => {
    const { private: key } = utils.generateKeyPairSync("ed25519");
    const server = new Server({ hostKeys: [key] }, (connection) => {
      connection.on("error", () => undefined);
      connection.on("authentication", (context) => {
        context.accept();
      });
      connection.on("session", (accept) => {
        // The client in the same process reads all writes of one turn at once.
        accept().on("exec", (consent) => {
          const channel = consent();
          channel.write("done\n");
          channel.exit(0);
          channel.end();
        });
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const client = new Client();
    try {
      client.connect({ host: "127.0.0.1", port: (server.address() as AddressInfo).port, username: "root" });
      await once(client, "ready");
      let output = "";
      const execution = {
        command: "echo done",
        environment: {},
        optionalEnvironment: {},
        stdin: "",
        recording: { add: (_stream: string, data: Buffer) => (output += data.toString()) },
      };
      assert.equal(await execute(client, execution as unknown as Execution), "");
      assert.equal(output, "done\n");
    } finally {
      client.end();
      server.close();
    }
  });
});
