import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UNKNOWN } from "../../toolchain/plugins/property";
import { Plugin } from "../support/toolchain/plugin";
import { standIns } from "../support/toolchain/standIns";

/** As in command.test.ts, QUORATE_COMMAND_PLUGIN tests the official plugin. */
const path = () =>
  process.env.QUORATE_COMMAND_PLUGIN ?? join(standIns(), "plugins", "pulumi-resource-command");

describe("command:local:Command", () => {
  let plugin: Plugin;
  let directory: string;
  let mark: string;

  before(async () => {
    plugin = await Plugin.start(path(), "command:local:Command");
    directory = mkdtempSync(join(tmpdir(), "quorate-local-"));
    mark = join(directory, "mark");
  });
  after(async () => {
    await plugin.stop();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    rmSync(mark, { force: true });
    plugin.logs.length = 0;
  });

  it("runs create with stdin, environment and directory, and shows its lines", async () => {
    const inputs = {
      create: "echo $A; cat; echo b >&2; touch mark",
      dir: directory,
      environment: { A: "1" },
      stdin: "in\n",
    };
    const { id, outputs } = await plugin.create(inputs, { name: "web" });
    assert.match(id, /^web[0-9a-f]{8}$/);
    assert.deepEqual(outputs, { ...inputs, stdout: "1\nin", stderr: "b" });
    assert.ok(existsSync(mark));
    assert.deepEqual(plugin.logs.map(({ message }) => message).sort(), ["1", "b", "in"]);
  });

  it("runs nothing in a preview", async () => {
    const { outputs } = await plugin.create({ create: `touch ${mark}` }, { preview: true });
    assert.deepEqual([outputs.stdout, outputs.stderr], [UNKNOWN, UNKNOWN]);
    assert.equal(existsSync(mark), false);
  });

  it("runs create again for an update, which knows the last output", async () => {
    const news = { create: "echo was $PULUMI_COMMAND_STDOUT" };
    const state = { create: "echo old", stdout: "old", stderr: "" };
    const outputs = await plugin.update(state, { create: "echo old" }, news);
    assert.equal(outputs.stdout, "was old");
    const silent = { ...news, addPreviousOutputInEnv: false };
    assert.equal((await plugin.update(state, { create: "echo old" }, silent)).stdout, "was");
  });

  it("runs delete", async () => {
    await plugin.delete({ delete: `touch ${mark}`, stdout: "", stderr: "" });
    assert.ok(existsSync(mark));
  });

  it("fails with the status, the command and what it wrote", async () => {
    await assert.rejects(plugin.create({ create: "echo why >&2; exit 3" }), {
      message: 'exit status 3: running "echo why >&2; exit 3":\nwhy\n',
    });
  });

  it("is replaced for a trigger if there were none", async () => {
    assert.deepEqual(await plugin.diff({ create: "a" }, { create: "a", triggers: ["b"] }), {
      triggers: "ADD_REPLACE",
    });
  });
});
