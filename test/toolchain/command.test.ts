import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { secret, UNKNOWN, type Properties } from "../../toolchain/plugins/property";
import { dialling } from "../support/toolchain/contract/dialling";
import { exchange } from "../support/toolchain/contract/exchange";
import { failure } from "../support/toolchain/contract/failure";
import { lifecycle } from "../support/toolchain/contract/lifecycle";
import { logging } from "../support/toolchain/contract/logging";
import { trust } from "../support/toolchain/contract/trust";
import { login, type Row } from "../support/toolchain/contract/row";
import { Plugin } from "../support/toolchain/plugin";
import { freePort, Sshd } from "../support/toolchain/sshd";
import { standIns } from "../support/toolchain/standIns";

/** The table also holds for the official plugin. QUORATE_COMMAND_PLUGIN is its path. */
const path = () =>
  process.env.QUORATE_COMMAND_PLUGIN ?? join(standIns(), "plugins", "pulumi-resource-command");

describe("the command plugin", () => {
  let sshd: Sshd;
  let plugin: Plugin;
  let closedPort: number;
  let mark: string;
  let marks = 0;

  before(async () => {
    sshd = await Sshd.start();
    plugin = await Plugin.start(path(), "command:remote:Command");
    closedPort = await freePort();
  });
  after(async () => {
    await plugin.stop();
    await sshd.stop();
  });
  beforeEach(() => {
    mark = sshd.path(`mark${String(marks++)}`);
    plugin.logs.length = 0;
  });

  describe("command:remote:Command", () => {
    for (const row of [lifecycle, exchange, logging, failure, trust, dialling].flat()) {
      it(row.name, async () => {
        const nothing: Properties = {};
        const outcome = await perform(row).then(
          (outputs) => ({ outputs, error: undefined }),
          (error: unknown) => ({ outputs: nothing, error: error as Error }),
        );
        if (row.fails) assert.match(outcome.error?.message ?? "no error", row.fails);
        else assert.equal(outcome.error, undefined);
        for (const [key, value] of Object.entries(row.outputs ?? {})) {
          assert.deepEqual(outcome.outputs[key], value, key);
        }
        if (row.logs) assertLogs(row.logs);
        if (row.ran !== undefined) assert.equal(existsSync(mark), row.ran, "whether the command ran");
      });
    }

    it("keeps every input in the state, and gives each resource an id of its own", async () => {
      const inputs = { ...withConnection({ create: "true", triggers: [1, { a: "b" }] }) };
      const one = await plugin.create(inputs, { name: "web" });
      const other = await plugin.create(inputs, { name: "web" });
      assert.deepEqual(one.outputs, { ...inputs, stdout: "", stderr: "" });
      assert.match(one.id, /^web[0-9a-f]{8}$/);
      assert.notEqual(one.id, other.id);
    });

    it("runs commands side by side", async () => {
      // Each command waits for the other's mark. One after the other, they would wait for ever.
      const wait = (mine: string, others: string) =>
        plugin.create(
          withConnection({ create: `touch ${mine}; until [ -e ${others} ]; do sleep 0.05; done` }),
        );
      await Promise.all([wait(mark, `${mark}.2`), wait(`${mark}.2`, mark)]);
    });

    it("goes on dialling until the host is up", async () => {
      await sshd.down();
      const created = plugin.create(withConnection({ create: "echo up" }, { dialErrorLimit: -1 }));
      while (!plugin.logs.some(({ message }) => message === "Dial 2/inf failed: retrying")) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await sshd.up();
      assert.equal((await created).outputs.stdout, "up");
    });
  });

  describe("its check", () => {
    const connection = { host: "h" };
    const filled = { host: "h", user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };

    it("fills in the connection's defaults and makes it a secret", async () => {
      const { inputs, failures } = await plugin.check({ connection, create: "true" });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { connection: secret(filled), create: "true" });
    });

    it("fills in the proxy's defaults", async () => {
      const { inputs } = await plugin.check({ connection: { ...connection, proxy: { host: "b", port: 2 } } });
      assert.deepEqual(inputs.connection, secret({ ...filled, proxy: { ...filled, host: "b", port: 2 } }));
    });

    it("makes the connection's passwords and keys secrets of their own", async () => {
      const keys = { privateKey: "k", privateKeyPassword: "p", password: "q" };
      const { inputs } = await plugin.check({ connection: { ...connection, ...keys } });
      const hidden = Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, secret(value)]));
      assert.deepEqual(inputs.connection, secret({ ...filled, ...hidden }));
    });

    it("passes unknown values on", async () => {
      const { inputs, failures } = await plugin.check({ connection: { host: UNKNOWN }, create: UNKNOWN });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { connection: secret({ ...filled, host: UNKNOWN }), create: UNKNOWN });
    });

    const mistakes: [string, Properties, RegExp, RegExp][] = [
      ["no connection", { create: "x" }, /^connection$/, /Missing required field 'connection'/],
      ["no host", { connection: { user: "x" } }, /^connection/, /Missing required field 'host'/],
      ["a property it does not know", { connection, creat: "x" }, /^creat$/, /Unrecognized field 'creat'/],
      [
        "a connection property it does not know",
        { connection: { ...connection, hots: "x" } },
        /^connection/,
        /'hots'/,
      ],
      ["a number for a command", { connection, create: 5 }, /^create$/, /must be a 'string'/],
      ["a number in the environment", { connection, environment: { A: 1 } }, /^environment/, /string/],
      [
        "text for a boolean",
        { connection, addPreviousOutputInEnv: "no" },
        /^addPreviousOutputInEnv$/,
        /bool/,
      ],
    ];
    for (const [name, inputs, property, reason] of mistakes) {
      it(`refuses ${name}`, async () => {
        const { failures } = await plugin.check(inputs);
        assert.equal(failures.length, 1);
        assert.match(failures[0]?.property ?? "", property);
        assert.match(failures[0]?.reason ?? "", reason);
      });
    }
  });

  describe("its diff", () => {
    const cases: [string, Properties, Properties, Record<string, string>][] = [
      ["nothing", { create: "a" }, { create: "a" }, {}],
      ["another command", { create: "a" }, { create: "b" }, { create: "UPDATE" }],
      ["a new input", {}, { stdin: "a" }, { stdin: "ADD" }],
      ["an input less", { stdin: "a" }, {}, { stdin: "DELETE" }],
      ["an equal secret", { stdin: secret("a") }, { stdin: secret("a") }, {}],
      ["another secret", { stdin: secret("a") }, { stdin: secret("b") }, { stdin: "UPDATE" }],
      ["what has become a secret", { stdin: "a" }, { stdin: secret("a") }, { stdin: "UPDATE" }],
      ["an unknown", { stdin: "a" }, { stdin: UNKNOWN }, { stdin: "UPDATE" }],
      [
        "a secret connection, as a whole",
        { connection: secret({ host: "a" }) },
        { connection: secret({ host: "b" }) },
        { connection: "UPDATE" },
      ],
      [
        "an environment, by variable",
        { environment: { A: "1" } },
        { environment: { A: "2", B: "3" } },
        { "environment.A": "UPDATE", "environment.B": "ADD" },
      ],
      ["triggers where there were none: replace", {}, { triggers: ["a"] }, { triggers: "ADD_REPLACE" }],
      // For a change inside triggers, the SDK itself asks the engine for the replacement.
      [
        "a trigger",
        { triggers: ["a", { b: 1 }] },
        { triggers: ["a", { b: 2 }] },
        { "triggers[1].b": "UPDATE" },
      ],
    ];
    for (const [name, olds, news, expected] of cases) {
      it(`sees ${name}`, async () => {
        assert.deepEqual(await plugin.diff(olds, news), expected);
      });
    }
  });

  describe("command:local:run", () => {
    it("runs with stdin, environment and directory", async () => {
      const { stdout } = await plugin.invoke("command:local:run", {
        command: "pwd; echo $A; cat",
        dir: sshd.directory,
        environment: { A: "1" },
        stdin: "in",
      });
      assert.equal(stdout, `${sshd.directory}\n1\nin`);
    });

    it("takes another interpreter", async () => {
      const args = { command: "console.log(6 * 7)", interpreter: ["node", "-e"] };
      assert.equal((await plugin.invoke("command:local:run", args)).stdout, "42");
    });

    it("fails with the command's output", async () => {
      const failed = plugin.invoke("command:local:run", { command: "echo hi; exit 2" });
      await assert.rejects(failed, { message: 'exit status 2: running "echo hi; exit 2":\nhi\n' });
    });

    it("fails in a directory that is not there", async () => {
      const failed = plugin.invoke("command:local:run", { command: "pwd", dir: "/nonexistent" });
      await assert.rejects(failed, /chdir \/nonexistent: no such file or directory/);
    });
  });

  function withConnection(inputs: Properties, changes: Properties = {}): Properties {
    return { ...inputs, connection: secret(present({ ...login(sshd), ...changes })) };
  }

  async function perform(row: Row): Promise<Properties> {
    const marked = (properties: Properties) =>
      JSON.parse(JSON.stringify(properties).replaceAll("$MARK", mark)) as Properties;
    const olds = marked(withConnection(row.inputs, row.connection?.(sshd, closedPort)));
    const news = present({ ...olds, ...marked(row.news ?? {}) });
    const state = { ...olds, ...(row.state ?? { stdout: "", stderr: "" }) };
    switch (row.operation) {
      case "create":
        return (await plugin.create(olds)).outputs;
      case "previewCreate":
        return (await plugin.create(olds, { preview: true })).outputs;
      case "update":
        return plugin.update(state, olds, news);
      case "previewUpdate":
        return plugin.update(state, olds, news, { preview: true });
      case "delete":
        await plugin.delete(state);
        return {};
    }
  }

  function assertLogs(expected: (string | RegExp)[]): void {
    const messages = plugin.logs.map(({ message }) => message);
    assert.equal(messages.length, expected.length, messages.join("\n"));
    expected.forEach((message, i) => {
      if (typeof message === "string") assert.equal(messages[i], message);
      else assert.match(messages[i] ?? "", message);
    });
  }
});

function present(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}
