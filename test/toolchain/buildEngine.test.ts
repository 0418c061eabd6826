import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { clone } from "../support/toolchain/standIns";

const version =
  /^ENGINE_VERSION=(.*)$/m.exec(readFileSync(join(clone, "toolchain/versions.sh"), "utf8"))?.[1] ?? "";

describe("building the engine", () => {
  let directory: string;
  let cache: string;
  let bin: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "quorate-build-"));
    cache = join(directory, "cache");
    bin = join(directory, "bin");
    mkdirSync(bin);
    // The script polls the build each second.
    fake(join(bin, "sleep"), ["exec /bin/sleep 0.02"]);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** Installs a `go` that notes each call. `build` is the script of its `go build`, with the output file as $out. */
  function fakeGo({
    version = "go1.30.0",
    build = 'echo engine >"$out"; chmod +x "$out"',
    path = bin,
  } = {}): void {
    mkdirSync(path, { recursive: true });
    fake(join(path, "go"), [
      `echo "$*" >>${join(directory, "calls")}`,
      "case $1 in",
      `  env) echo ${version} ;;`,
      "  list) echo a; echo b ;;",
      `  mod) printf '{\\n\\t"Dir": "${join(directory, "fetched")}"\\n}\\n' ;;`,
      '  build) for word; do [ "$last" = -o ] && out=$word; last=$word; done',
      `    ${build} ;;`,
      "esac",
    ]);
  }

  const calls = () => readFileSync(join(directory, "calls"), "utf8");
  const engine = () => join(cache, "engine", `v${version}`, "pulumi");
  const env = () => ({ ...process.env, PATH: [bin, "/usr/bin", "/bin"].join(delimiter) });
  const command = [join(clone, "toolchain", "build-engine.sh")];

  function build() {
    return spawnSync("sh", [...command, cache], { encoding: "utf8", env: env() });
  }

  it("puts the engine and nothing else into the cache, once", () => {
    fakeGo();
    const { status, stdout } = build();
    assert.equal(status, 0);
    assert.match(stdout, / 0 of 2 packages compiled/);
    assert.equal(readFileSync(engine(), "utf8"), "engine\n");
    assert.match(calls(), new RegExp(`version.Version=v${version.replaceAll(".", "\\.")}`));
    assert.equal(existsSync(join(cache, "go")), false);
    const before = calls();
    assert.equal(build().status, 0);
    assert.equal(calls(), before);
  });

  it("the module that it builds has the version that it looks for", () => {
    const module = readFileSync(join(clone, "toolchain/engine/go.mod"), "utf8");
    assert.match(module, new RegExp(`github.com/pulumi/pulumi/pkg/v3 v${version.replaceAll(".", "\\.")}\\s`));
  });

  it("the plugins' versions are those of the npm packages", () => {
    const versions = readFileSync(join(clone, "toolchain/versions.sh"), "utf8");
    const { dependencies } = JSON.parse(readFileSync(join(clone, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    assert.match(versions, new RegExp(`^COMMAND_VERSION=${dependencies["@pulumi/command"] ?? "?"}$`, "m"));
    assert.match(versions, new RegExp(`^RANDOM_VERSION=${dependencies["@pulumi/random"] ?? "?"}$`, "m"));
    assert.match(versions, new RegExp(`^ENGINE_FLOOR=${dependencies["@pulumi/pulumi"] ?? "?"}$`, "m"));
  });

  it("an older Go is made to fetch a newer one", () => {
    fakeGo({ version: "go1.19.8" });
    fakeGo({ path: join(directory, "fetched", "bin") });
    mkdirSync(join(directory, "fetched", "pkg", "tool"), { recursive: true });
    chmodSync(join(directory, "fetched", "bin", "go"), 0o644);
    assert.equal(build().status, 0);
    assert.match(calls(), /mod download -json golang\.org\/toolchain@v0\.0\.1-go1\.\d+\.\d+\.linux-/);
  });

  it("a failed build shows Go's words, says what to do, and leaves no engine", () => {
    fakeGo({ build: "echo 'dial tcp: lookup proxy: no such host' >&2; exit 1" });
    const { status, stderr } = build();
    assert.notEqual(status, 0);
    assert.match(stderr, /lookup proxy: no such host[^]*install the Pulumi CLI/);
    assert.equal(existsSync(engine()), false);
  });

  it("a disk that fills up is named", () => {
    fakeGo({ build: "echo 'write x: no space left on device' >&2; exit 1" });
    assert.match(build().stderr, /The disk of .*cache is full: free 3906 MiB, or set QUORATE_CACHE/);
  });

  it("a disk that is too small is refused before anything is fetched", () => {
    fakeGo();
    fake(join(bin, "df"), ["echo header; echo '/dev/x 9 9 2048000 1% /'"]);
    const { status, stderr } = build();
    assert.notEqual(status, 0);
    assert.match(stderr, /has 2000 MiB free.*takes 3906 MiB/s);
    assert.equal(existsSync(join(directory, "calls")), false);
  });

  it("an interrupt ends the build, leaves no engine, and the next run makes it", async () => {
    fakeGo({ build: `echo half >"$out"; touch ${join(directory, "begun")}; exec /bin/sleep 60` });
    const child = spawn("sh", [...command, cache], { env: env(), stdio: "ignore" });
    while (!existsSync(join(directory, "begun"))) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    const [status] = (await once(child, "exit")) as [number];
    assert.equal(status, 130);
    assert.equal(existsSync(engine()), false);
    fakeGo();
    assert.equal(build().status, 0);
    assert.equal(readFileSync(engine(), "utf8"), "engine\n");
  });

  it("two at once make one build", async () => {
    fakeGo({ build: '/bin/sleep 0.3; echo engine >"$out"; chmod +x "$out"' });
    const start = () => once(spawn("sh", [...command, cache], { env: env(), stdio: "ignore" }), "exit");
    assert.deepEqual(await Promise.all([start(), start()]), [
      [0, null],
      [0, null],
    ]);
    assert.equal(calls().match(/^build/gm)?.length, 1);
  });
});

function fake(path: string, lines: string[]): void {
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
}
