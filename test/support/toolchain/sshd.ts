import { spawn, execFileSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A real sshd on a free loopback port, with its own keys. It accepts only the variables `QUORATE_*`. */
export class Sshd {
  readonly directory = mkdtempSync(join(tmpdir(), "quorate-sshd-"));
  readonly user = userInfo().username;
  port = 0;
  #process: ChildProcess | undefined;

  static async start(): Promise<Sshd> {
    // sshd needs it if root runs it. systemd makes it, so a container may lack it.
    if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    const sshd = new Sshd();
    for (const key of ["host", "other", "user"]) sshd.#keygen(key, "");
    sshd.#keygen("locked", "open sesame");
    writeFileSync(sshd.path("authorized_keys"), sshd.read("user.pub") + sshd.read("locked.pub"), {
      mode: 0o600,
    });
    sshd.port = await freePort();
    writeFileSync(
      sshd.path("sshd_config"),
      [
        "ListenAddress 127.0.0.1",
        `Port ${String(sshd.port)}`,
        `HostKey ${sshd.path("host")}`,
        `AuthorizedKeysFile ${sshd.path("authorized_keys")}`,
        `PidFile ${sshd.path("pid")}`,
        "StrictModes no",
        "UsePAM no",
        "PermitRootLogin prohibit-password",
        "AcceptEnv QUORATE_*",
        "AllowTcpForwarding yes",
      ].join("\n"),
    );
    await sshd.up();
    return sshd;
  }

  async up(): Promise<void> {
    this.#process = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", this.path("sshd_config")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let words = "";
    this.#process.stderr?.on("data", (chunk: Buffer) => (words += chunk.toString()));
    for (let tries = 0; !(await listening(this.port)); tries++) {
      if (this.#process.exitCode !== null || tries > 200) throw new Error(`sshd did not start: ${words}`);
      await wait(25);
    }
  }

  /** Ends the listener, but not the open sessions. */
  async down(): Promise<void> {
    if (!this.#process) return;
    const gone = once(this.#process, "exit");
    this.#process.kill();
    await gone;
    this.#process = undefined;
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.directory, { recursive: true });
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  #keygen(name: string, passphrase: string): void {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", this.path(name)]);
  }
}

/** A loopback port without a listener. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function listening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
