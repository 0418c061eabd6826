import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { up } from "../../../lab";
import { raiseInotifyLimits } from "../../../lab/inotify";

describe("the limits of inotify", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(`${tmpdir()}/quorate-inotify-`);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const raised = (instances: number, watches: number): number[] => {
    const files = [`${folder}/max_user_instances`, `${folder}/max_user_watches`];
    for (const [index, file] of files.entries()) writeFileSync(file, `${[instances, watches][index]}\n`);
    raiseInotifyLimits(folder);
    return files.map((file) => Number(readFileSync(file, "utf8")));
  };

  it("are raised if they are low", () => {
    assert.deepEqual(raised(128, 8192), [1024, 65_536]);
  });

  it("stay as they are if they suffice", () => {
    assert.deepEqual(raised(2000, 65_536), [2000, 65_536]);
  });

  it("suffice on a machine with a lab", async () => {
    await up();
    assert.ok(Number(readFileSync("/proc/sys/fs/inotify/max_user_instances", "utf8")) >= 1024);
  });
});
