import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { clone } from "../support/toolchain/standIns";

describe("install_dependencies", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "quorate-dependencies-"));
    write("package-lock.json", { packages: { "": { name: "x" }, ...a("1.0.0"), ...other } });
    write("bin/npm", '#!/bin/sh\necho "$*" >>calls; mkdir -p node_modules; exit ${NPM_STATUS:-0}\n');
    chmodSync(join(directory, "bin/npm"), 0o755);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const a = (version: string) => ({ "node_modules/a": { version } });
  const other = { "node_modules/other-machine": { version: "1.0.0", optional: true } };

  function write(name: string, content: unknown): void {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), typeof content === "string" ? content : JSON.stringify(content));
  }

  function install(status = 0) {
    const env = {
      ...process.env,
      NPM_STATUS: String(status),
      PATH: [join(directory, "bin"), process.env.PATH].join(delimiter),
    };
    const script = '. "$1/bin/dependencies.sh"; install_dependencies "$2"';
    return spawnSync("sh", ["-euc", script, "sh", clone, directory], { encoding: "utf8", env });
  }

  const npmRan = () => existsSync(join(directory, "calls"));

  it("installs what is not there, once", () => {
    assert.equal(install().status, 0);
    assert.ok(npmRan());
    rmSync(join(directory, "calls"));
    assert.equal(install().status, 0);
    assert.equal(npmRan(), false);
  });

  it("leaves alone what was installed by hand, if only another machine's packages are missing", () => {
    write("node_modules/.package-lock.json", { packages: a("1.0.0") });
    assert.equal(install().status, 0);
    assert.equal(npmRan(), false);
  });

  it("installs over another version", () => {
    write("node_modules/.package-lock.json", { packages: a("0.9.0") });
    assert.equal(install().status, 0);
    assert.ok(npmRan());
  });

  it("installs again when package-lock.json has changed", () => {
    install();
    rmSync(join(directory, "calls"));
    write("package-lock.json", { packages: a("2.0.0") });
    install();
    assert.ok(npmRan());
  });

  it("says what to run when npm fails, and tries again the next time", () => {
    const { status, stderr } = install(1);
    assert.notEqual(status, 0);
    assert.match(stderr, /could not install.*npm ci --ignore-scripts/s);
    rmSync(join(directory, "calls"));
    assert.equal(install().status, 0);
    assert.ok(npmRan());
  });
});
