import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { clone } from "../support/toolchain/standIns";

describe("which pulumi is used", () => {
  let directory: string;
  let cache: string;
  let own: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "quorate-resolve-"));
    cache = join(directory, "cache");
    own = join(directory, "own");
    mkdirSync(cache);
    mkdirSync(own);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** Installs a `pulumi` that notes each call and answers `version`. `plugins` is its exit status for plugins. */
  function install({ version = "v3.250.1", languageHost = true, plugins = 0 } = {}): void {
    script(join(own, "pulumi"), [
      `echo "$*" >>${join(own, "calls")}`,
      `case $1 in version) echo ${version} ;; plugin) exit ${String(plugins)} ;; *) env ;; esac`,
    ]);
    if (languageHost) script(join(own, "pulumi-language-nodejs"), ["exit 1"]);
  }

  const calls = () => readFileSync(join(own, "calls"), "utf8").trim().split("\n");

  /** The output of `resolve` if download and build succeed or fail as given. */
  function resolve({ download = false, build = true } = {}): { answer: string; said: string } {
    const shell = [
      '. "$1/toolchain/versions.sh"; . "$1/toolchain/resolve.sh"',
      `use_download() { echo downloading >&2; ${String(download)} && mkdir -p "$1/download/v$ENGINE_VERSION" && cp /bin/true "$1/download/v$ENGINE_VERSION/pulumi"; }`,
      `use_build() { echo building >&2; ${String(build)} && mkdir -p "$2/engine/v$ENGINE_VERSION" && cp /bin/true "$2/engine/v$ENGINE_VERSION/pulumi"; }`,
      'resolve "$1" "$2"',
    ].join("\n");
    const { stdout, stderr } = spawnSync("sh", ["-uc", shell, "sh", clone, cache], {
      encoding: "utf8",
      env: { ...process.env, PATH: [own, "/usr/bin", "/bin"].join(delimiter) },
    });
    return { answer: stdout.trim(), said: stderr };
  }

  it("the person's own comes first, with the pinned plugins", () => {
    install();
    const { answer, said } = resolve({ download: true });
    assert.equal(answer, `own:${join(own, "pulumi")}`);
    const plugins = ["plugin install resource command v1.2.1", "plugin install resource random v4.21.2"];
    assert.deepEqual(calls(), ["version", ...plugins]);
    assert.doesNotMatch(said, /downloading|building/);
  });

  it("what worked is not tried again", () => {
    install();
    const first = resolve();
    const before = calls().length;
    assert.equal(resolve().answer, first.answer);
    assert.equal(calls().length, before);
  });

  const unfit: [string, Parameters<typeof install>[0], RegExp][] = [
    ["older than the SDK", { version: "v3.247.9" }, /is v3\.247\.9, and quorate needs v3 from v3\.248\.0 on/],
    ["of another major version", { version: "v4.0.0" }, /is v4\.0\.0, and quorate needs v3 from/],
    ["that is something else", { version: "" }, /is no pulumi, and quorate needs v3 from/],
    ["without the language host", { languageHost: false }, /no pulumi-language-nodejs beside it/],
    ["that can't get the plugins", { plugins: 1 }, /could not install the plugin command v1\.2\.1/],
  ];
  for (const [name, fake, reason] of unfit) {
    it(`one ${name} is passed over, and it is said why`, () => {
      install(fake);
      const { answer, said } = resolve();
      assert.match(said, reason);
      assert.match(said, /downloading\nbuilding\n$/);
      assert.match(answer, /^built:.*\/engine\/v3\.\d+\.\d+\/pulumi$/);
    });
  }

  it("the download comes before the build", () => {
    const { answer, said } = resolve({ download: true });
    assert.match(answer, /^downloaded:.*\/download\/v3\.\d+\.\d+\/pulumi$/);
    assert.doesNotMatch(said, /building/);
  });

  it("a record whose file has gone is not believed", () => {
    resolve({ download: true });
    rmSync(join(cache, "download"), { recursive: true });
    assert.match(resolve().answer, /^built:/);
  });

  it("a pulumi installed later is found", () => {
    assert.match(resolve().answer, /^built:/);
    install();
    assert.equal(resolve().answer, `own:${join(own, "pulumi")}`);
  });

  it("bin/pulumi does not take itself for it", () => {
    own = join(clone, "bin");
    assert.match(resolve().answer, /^built:/);
  });

  it("when nothing works there is no answer and no record", () => {
    assert.equal(resolve({ build: false }).answer, "");
    assert.match(resolve({ build: true }).said, /building/);
  });

  describe("its environment", () => {
    let copy: string;

    beforeEach(() => {
      install();
      copy = join(directory, "clone");
      mkdirSync(copy);
      for (const part of ["bin", "toolchain", "package.json", "package-lock.json"]) {
        cpSync(join(clone, part), join(copy, part), { recursive: true });
      }
      symlinkSync(join(clone, "node_modules"), join(copy, "node_modules"));
    });

    function environment(set: Record<string, string> = {}): Record<string, string> {
      const env = {
        HOME: directory,
        PATH: [own, process.env.PATH].join(delimiter),
        QUORATE_CACHE: cache,
        ...set,
      };
      const lines = execFileSync(join(copy, "bin", "pulumi"), ["preview"], {
        encoding: "utf8",
        env,
        stdio: "pipe",
      });
      return Object.fromEntries(
        lines.split("\n").map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
      );
    }

    it("keeps state and passphrase in the clone, for its owner alone", () => {
      const state = join(copy, ".pulumi-state");
      const env = environment();
      assert.equal(env.PULUMI_BACKEND_URL, `file://${state}`);
      assert.equal(env.PULUMI_CONFIG_PASSPHRASE_FILE, join(state, "passphrase"));
      assert.equal(statSync(state).mode & 0o777, 0o700);
      assert.equal(statSync(join(state, "passphrase")).mode & 0o777, 0o600);
      const passphrase = readFileSync(join(state, "passphrase"), "utf8");
      assert.match(passphrase, /^[0-9a-f]{64}$/);
      environment();
      assert.equal(readFileSync(join(state, "passphrase"), "utf8"), passphrase);
    });

    it("leaves your settings", () => {
      const set = {
        PULUMI_BACKEND_URL: "file:///elsewhere",
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "false",
        PULUMI_NODEJS_TRANSPILE_ONLY: "false",
      };
      const env = environment(set);
      for (const [name, value] of Object.entries(set)) assert.equal(env[name], value, name);
      assert.equal(env.PULUMI_CONFIG_PASSPHRASE_FILE, undefined);
      assert.throws(() => statSync(join(copy, ".pulumi-state")), /ENOENT/);
    });

    it("does not touch PULUMI_HOME of your own pulumi", () => {
      assert.equal(environment().PULUMI_HOME, undefined);
    });
  });
});

function script(path: string, lines: string[]): void {
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
}
