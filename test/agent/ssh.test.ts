import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import type { Connection } from "../../agent/connection";
import { run, UnreachableError } from "../../agent/ssh";
import { Sshd } from "../support/toolchain/sshd";

describe("a session on a node", () => {
  let sshd: Sshd;
  let silent: Server;
  let silentPort = 0;
  const handshakeMs = 10_000;

  const connection = (more: Partial<Connection> = {}): Connection => ({
    host: "127.0.0.1",
    port: sshd.port,
    user: sshd.user,
    hostKey: sshd.read("host.pub").split(" ").slice(0, 2).join(" "),
    privateKey: sshd.read("user"),
    ...more,
  });
  const fails = async (more: Partial<Connection>, options = {}): Promise<[string, string]> => {
    const error: unknown = await run(connection(more), "true", { handshakeMs, ...options }).then(
      () => assert.fail("it was let in"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UnreachableError, String(error));
    return [error.reason, error.message];
  };

  before(async () => {
    sshd = await Sshd.start();
    silent = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    silentPort = (silent.address() as { port: number }).port;
  });
  after(async () => {
    silent.close();
    await sshd.stop();
  });

  it("gives both outputs and the exit code, and the command its input", async () => {
    const answer = await run(connection(), "cat; echo ä >&2; exit 7", { handshakeMs, input: "a\nb\n" });
    assert.deepEqual(answer, { stdout: "a\nb\n", stderr: "ä\n", exitCode: 7 });
  });

  it("goes through a bastion", async () => {
    const answer = await run({ ...connection(), proxy: connection() }, "echo $SSH_CLIENT", { handshakeMs });
    assert.match(answer.stdout, /^127\.0\.0\.1 /);
    const [reason, message] = await fails({ proxy: connection({ hostKey: otherKey(sshd) }) });
    assert.equal(reason, "host key", message);
  });

  it("ends if no machine answers, in plain words", async () => {
    const [reason, message] = await fails({ port: silentPort }, { handshakeMs: 100 });
    assert.deepEqual(
      [reason, message],
      ["no answer", `127.0.0.1 doesn't answer on port ${silentPort} within 0.1 s`],
    );
  });

  it("ends a command that takes longer than everything may", async () => {
    const error = await run(connection(), "exec sleep 3", { handshakeMs, wholeMs: 500 }).catch(
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UnreachableError);
    assert.equal(error.reason, "no answer");
  });

  it("gives a machine that takes connections the time of a busy one", async () => {
    const busy = { handshakeMs, wholeMs: 1000, busyMs: 60_000 };
    const answer = await run(connection(), "sleep 1.2; echo late", busy);
    assert.equal(answer.stdout, "late\n");
    const [reason, words] = await fails({ port: silentPort }, { wholeMs: 1000, busyMs: 1500 });
    assert.deepEqual(
      [reason, words],
      ["no answer", `127.0.0.1 doesn't answer on port ${silentPort} within 1.5 s`],
    );
  });

  it("is refused by a closed port, a foreign host key and a key that isn't let in", async () => {
    const free = await fails({ port: 1 });
    assert.deepEqual(free, ["refused", "127.0.0.1 refuses connections on port 1"]);
    const [foreign, words] = await fails({ hostKey: otherKey(sshd) });
    assert.equal(foreign, "host key");
    assert.match(words, /127\.0\.0\.1 shows another host key than the pinned one/);
    const [login, why] = await fails({ privateKey: sshd.read("other") });
    assert.equal(login, "login");
    assert.match(why, /127\.0\.0\.1 refuses the login of .* \(ssh\.user, ssh\.privateKeyFile\)/);
  });

  it("tells of a private key that is none", async () => {
    await assert.rejects(
      run(connection({ privateKey: "x" }), "true", { handshakeMs }),
      /no usable private key/,
    );
  });
});

const otherKey = (sshd: Sshd): string => sshd.read("other.pub").split(" ").slice(0, 2).join(" ");
