import assert from "node:assert/strict";
import { join } from "node:path";
import type { Properties } from "../../toolchain/plugins/property";
import { Plugin } from "../support/toolchain/plugin";
import { standIns } from "../support/toolchain/standIns";

/** Resources and properties of the official plugins that the stand-ins lack, as in the table of toolchain/README.md. */
const leftOut: { plugin: string; type: string; inputs: Properties; refusal: RegExp }[] = [
  {
    plugin: "command",
    type: "command:remote:CopyToRemote",
    inputs: { remotePath: "/tmp/x" },
    refusal: /no command:remote:CopyToRemote, only .*install the Pulumi CLI/,
  },
  {
    plugin: "command",
    type: "command:remote:CopyFile",
    inputs: { localPath: "x", remotePath: "/tmp/x" },
    refusal: /no command:remote:CopyFile, only/,
  },
  {
    plugin: "command",
    type: "command:local:Command",
    inputs: { create: "true", assetPaths: ["*.txt"] },
    refusal: /returns no files.*install the Pulumi CLI/,
  },
  {
    plugin: "command",
    type: "command:local:Command",
    inputs: { create: "true", archivePaths: ["*.txt"] },
    refusal: /returns no files/,
  },
  {
    plugin: "random",
    type: "random:index/randomPet:RandomPet",
    inputs: {},
    refusal: /no random:index\/randomPet:RandomPet, only .*install the Pulumi CLI/,
  },
  {
    plugin: "random",
    type: "random:index/randomInteger:RandomInteger",
    inputs: { min: 1, max: 2, seed: "s" },
    refusal: /no seed.*leave seed out/,
  },
];

describe("what the stand-ins leave out", () => {
  const plugins = new Map<string, Plugin>();

  before(async () => {
    for (const name of ["command", "random"])
      plugins.set(name, await Plugin.start(join(standIns(), "plugins", `pulumi-resource-${name}`), ""));
  });
  after(async () => {
    for (const plugin of plugins.values()) await plugin.stop();
  });

  function of(name: string, type: string): Plugin {
    const plugin = plugins.get(name);
    assert.ok(plugin);
    plugin.type = type;
    return plugin;
  }

  for (const { plugin, type, inputs, refusal } of leftOut) {
    it(`is refused by name: ${type} ${Object.keys(inputs).at(-1) ?? ""}`.trim(), async () => {
      const reasons = await of(plugin, type)
        .check(inputs)
        .then(
          ({ failures }) => failures.map(({ reason }) => reason).join(),
          (error: unknown) => (error as Error).message,
        );
      assert.match(reasons, refusal);
    });
  }

  for (const [plugin, type] of [
    ["command", "command:local:Command"],
    ["random", "random:index/randomString:RandomString"],
  ] as const) {
    it(`is refused by name: import and schema of ${plugin}`, async () => {
      const running = of(plugin, type);
      await assert.rejects(running.read("x"), /the stand-in imports nothing; install the Pulumi CLI/);
      await assert.rejects(running.schema(), /the stand-in does not have getSchema; install the Pulumi CLI/);
    });
  }
});
