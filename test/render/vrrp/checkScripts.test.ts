import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { type AddressInfo, type Server, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckTarget } from "../../../model";
import { checkScript } from "../../../render/vrrp/check";

const name = "quorate-probe";

/** The exit status of the check's script, as an unprivileged user, like keepalived. */
async function run(target: CheckTarget): Promise<number | null> {
  const check = { name: "x", target, interval: 2, timeout: 2, fall: 2, rise: 2, initFail: false, weight: 0 };
  const text = checkScript(check, "127.0.0.1").join("\n");
  const child = spawn("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", text]);
  return new Promise((resolve) => child.on("close", resolve));
}

const isAlive = (): Promise<number | null> => run({ kind: "process", process: name });

/** Waits until `condition` holds. */
async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`never happened: ${condition.toString()}`);
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("a check of a process", () => {
  let place: string;
  let program: string;
  const children: ChildProcess[] = [];

  before(() => {
    place = mkdtempSync(join(tmpdir(), "quorate-check-"));
    program = join(place, name);
    copyFileSync("/bin/sleep", program);
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  function start(command: string, ...words: string[]): ChildProcess {
    const child = spawn(command, words, { stdio: "ignore" });
    children.push(child);
    return child;
  }

  it("fails while there is none, holds while one lives, and fails when it has died", async () => {
    assert.equal(await isAlive(), 1);
    const child = start(program, "60");
    await until(async () => (await isAlive()) === 0);
    child.kill("SIGKILL");
    await until(async () => (await isAlive()) === 1);
  });

  it("fails for one that is stopped", async () => {
    const child = start(program, "60");
    await until(async () => (await isAlive()) === 0);
    child.kill("SIGSTOP");
    await until(async () => (await isAlive()) === 1);
    child.kill("SIGCONT");
    await until(async () => (await isAlive()) === 0);
  });

  it("fails for a zombie", async () => {
    // The child becomes a zombie: exec replaces its parent by a program that never waits for it.
    start("sh", "-c", `${program} 0 & exec sleep 60`);
    await until(() => /\bZ/.test(spawnSync("ps", ["-C", name, "-o", "stat="], { encoding: "utf8" }).stdout));
    assert.equal(await isAlive(), 1);
  });

  it("fails for one in a container on this node", async () => {
    start("unshare", "--pid", "--fork", "--kill-child", program, "60");
    await until(() => spawnSync("pgrep", ["-x", name]).status === 0);
    assert.equal(await isAlive(), 1);
  });

  it("isn't deceived by a longer name, nor by an argument", async () => {
    const longer = join(place, `${name}2`);
    copyFileSync("/bin/sleep", longer);
    start(longer, "60");
    children.push(spawn("sleep", ["60"], { argv0: name, stdio: "ignore" }));
    await until(() => spawnSync("pgrep", ["-x", `${name}2`]).status === 0);
    assert.equal(await isAlive(), 1);
  });
});

describe("a check of a port", () => {
  it("holds while a process listens", async () => {
    const server = createServer();
    const port = await listening(server);
    assert.equal(await run({ kind: "tcp", port }), 0);
    assert.equal(await run({ kind: "tcp", host: "localhost", port }), 0);
    server.close();
    assert.notEqual(await run({ kind: "tcp", port }), 0);
  });
});

describe("a check of quorum", () => {
  it("fails if corosync gives no answer", async () => {
    assert.equal(await run({ kind: "quorate" }), 1);
  });
});

describe("a check by HTTP", () => {
  const asked: string[] = [];
  const server = createHttp((request, response) => {
    asked.push(request.url ?? "");
    response.statusCode = request.url === "/moved" ? 302 : request.url === "/broken" ? 503 : 200;
    response.end();
  });
  let port: number;
  before(async () => {
    port = await listening(server);
  });
  after(() => server.close());

  const target = (path: string, status?: number): CheckTarget => {
    return { kind: "http", scheme: "http", port, path, status, insecure: false };
  };

  it("holds below 400 and fails from there on", async () => {
    assert.equal(await run(target("/")), 0);
    assert.equal(await run(target("/moved")), 0);
    assert.notEqual(await run(target("/broken")), 0);
  });

  it("holds at the one status that is asked for", async () => {
    assert.equal(await run(target("/broken", 503)), 0);
    assert.notEqual(await run(target("/", 204)), 0);
  });

  it("asks for the path as it's written", async () => {
    const path = "/a?x='$(id)'&y=*";
    await run(target(path));
    assert.equal(asked.at(-1), path);
  });
});

describe("a check by HTTPS", () => {
  let place: string;
  let server: ChildProcess;
  before(() => {
    place = mkdtempSync(join(tmpdir(), "quorate-tls-"));
    const files = ["-keyout", join(place, "key"), "-out", join(place, "cert")];
    const made = spawnSync("openssl", [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-subj",
      "/CN=x",
      ...files,
    ]);
    assert.equal(made.status, 0);
    writeFileSync(
      join(place, "server.js"),
      `const fs = require("fs");
       const options = { key: fs.readFileSync("key"), cert: fs.readFileSync("cert") };
       const server = require("https").createServer(options, (_, response) => response.end());
       server.listen(0, "127.0.0.1", () => console.log(server.address().port));`,
    );
  });
  after(() => {
    server.kill("SIGKILL");
    rmSync(place, { recursive: true });
  });

  it("verifies the certificate unless told not to", async () => {
    server = spawn(process.execPath, ["server.js"], { cwd: place, env: {} });
    const port = await new Promise<number>((resolve) => {
      server.stdout?.once("data", (data: Buffer) => {
        resolve(Number(data.toString()));
      });
    });
    const target = { kind: "http", scheme: "https", port, path: "/" } as const;
    assert.equal(await run({ ...target, insecure: true }), 0);
    assert.notEqual(await run({ ...target, insecure: false }), 0);
  });
});
