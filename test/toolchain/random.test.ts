import assert from "node:assert/strict";
import { join } from "node:path";
import { compareSync } from "bcryptjs";
import { isSecret, reveal, text, UNKNOWN, type Properties } from "../../toolchain/plugins/property";
import { Plugin } from "../support/toolchain/plugin";
import { standIns } from "../support/toolchain/standIns";

/** The table also holds for the official plugin. QUORATE_RANDOM_PLUGIN is its path. */
const path = () => process.env.QUORATE_RANDOM_PLUGIN ?? join(standIns(), "plugins", "pulumi-resource-random");

describe("the random plugin", () => {
  let plugin: Plugin;

  before(async () => {
    plugin = await Plugin.start(path(), "");
  });
  after(() => plugin.stop());

  function of(type: string): Plugin {
    plugin.type = `random:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;
    return plugin;
  }

  async function create(type: string, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const plugin = of(type);
    const checked = await plugin.check(inputs);
    assert.deepEqual(checked.failures, []);
    return plugin.create(checked.inputs);
  }

  it("makes a password of the length and the characters asked for, as secrets", async () => {
    const { id, outputs } = await create("RandomPassword", {
      length: 12,
      special: false,
      upper: false,
      minNumeric: 5,
      keepers: { a: "b" },
    });
    assert.ok(isSecret(outputs.result) && isSecret(outputs.bcryptHash));
    const password = text(reveal(outputs.result));
    assert.match(password, /^[a-z0-9]{12}$/);
    assert.match(password, /(\d.*){5}/);
    assert.ok(compareSync(password, text(reveal(outputs.bcryptHash))));
    assert.equal(id, "none");
    assert.deepEqual(outputs.keepers, { a: "b" });
  });

  it("takes special characters from overrideSpecial alone", async () => {
    const { outputs } = await create("RandomPassword", {
      length: 8,
      lower: false,
      upper: false,
      numeric: false,
      overrideSpecial: "_-",
    });
    assert.match(text(reveal(outputs.result ?? null)), /^[-_]{8}$/);
  });

  it("makes another password each time", async () => {
    const [one, other] = [
      await create("RandomPassword", { length: 16 }),
      await create("RandomPassword", { length: 16 }),
    ];
    assert.notDeepEqual(one.outputs.result, other.outputs.result);
  });

  it("promises nothing in a preview", async () => {
    const plugin = of("RandomPassword");
    const { outputs } = await plugin.create({ length: 8 }, { preview: true });
    assert.equal(outputs.result, UNKNOWN);
    assert.equal(outputs.bcryptHash, UNKNOWN);
  });

  it("replaces on any change, and only then", async () => {
    const plugin = of("RandomPassword");
    const { inputs } = await plugin.check({ length: 8, keepers: { day: "1" }, overrideSpecial: "_" });
    const { outputs } = await plugin.create(inputs);
    const replaces = (news: Properties): Promise<string[]> => plugin.replaces(inputs, news, outputs);
    assert.deepEqual(await replaces(inputs), []);
    assert.deepEqual(await replaces({ ...inputs, keepers: { day: "2" } }), ["keepers"]);
    assert.deepEqual(await replaces({ ...inputs, length: 9 }), ["length"]);
    assert.deepEqual(await replaces({ ...inputs, upper: false }), ["upper"]);
  });

  it("takes an input that's left out for its default, and shows that among the outputs alone", async () => {
    const plugin = of("RandomPassword");
    const { inputs } = await plugin.check({ length: 8, numeric: false });
    assert.deepEqual(inputs, { length: 8, numeric: false });
    const { outputs } = await plugin.create(inputs);
    const { lower, upper, special, number, numeric, minLower, minUpper, minNumeric, minSpecial } = outputs;
    assert.deepEqual([lower, upper, special, number, numeric], [true, true, true, false, false]);
    assert.deepEqual([minLower, minUpper, minNumeric, minSpecial], [0, 0, 0, 0]);
    assert.deepEqual(await plugin.replaces(inputs, { ...inputs, lower: true, minUpper: 0 }, outputs), []);
  });

  it("keeps a minimum of characters that are allowed nowhere else", async () => {
    const { outputs } = await create("RandomString", {
      length: 9,
      lower: false,
      special: false,
      minLower: 4,
    });
    assert.match(text(outputs.result), /^([^a-z]*[a-z]){4}[^a-z]*$/);
  });

  it("makes a plain string whose id is itself", async () => {
    const { id, outputs } = await create("RandomString", { length: 6, special: false });
    assert.match(text(outputs.result), /^[A-Za-z0-9]{6}$/);
    assert.equal(id, outputs.result);
  });

  it("spells one id in four ways", async () => {
    const { id, outputs } = await create("RandomId", { byteLength: 5, prefix: "n-" });
    const bytes = Buffer.from(id, "base64url");
    assert.equal(bytes.length, 5);
    const spellings = {
      byteLength: 5,
      prefix: "n-",
      b64Std: `n-${bytes.toString("base64")}`,
      b64Url: `n-${id}`,
      hex: `n-${bytes.toString("hex")}`,
      dec: `n-${String(bytes.readUIntBE(0, 5))}`,
    };
    for (const [name, value] of Object.entries(spellings)) assert.equal(outputs[name], value, name);
  });

  it("makes integers from min to max, both included", async () => {
    const results = new Set<unknown>();
    for (let i = 0; i < 60; i++)
      results.add((await create("RandomInteger", { min: -1, max: 1 })).outputs.result);
    assert.deepEqual([...results].sort(), [-1, 0, 1]);
  });

  const none = { lower: false, upper: false, numeric: false, special: false };
  const mistakes: [string, string, Properties, RegExp][] = [
    ["a password without length", "RandomPassword", {}, /Missing required (field|property) 'length'/],
    ["a password of length 0", "RandomPassword", { length: 0 }, /length value must be at least 1, got: 0/],
    ["half a character", "RandomPassword", { length: 8.5 }, /8\.5\)? is not an integer/],
    [
      "minimums over the length",
      "RandomPassword",
      { length: 3, minLower: 2, minUpper: 2 },
      /length value must be at least sum of min_upper \+ min_lower \+ min_numeric \+ min_special, got: 3/,
    ],
    [
      "a password of nothing",
      "RandomPassword",
      { length: 3, ...none },
      /At least one attribute out of \[special,upper,lower,numeric\] must be specified as true/,
    ],
    [
      "two words on digits",
      "RandomString",
      { length: 3, number: false, numeric: true },
      /Number and numeric are both configured with different values/,
    ],
    ["an empty range", "RandomInteger", { min: 2, max: 1 }, /smaller than or equal to maximum/],
    ["a range from a fraction", "RandomInteger", { min: 1.5, max: 2 }, /1\.5\)? is not an integer/],
  ];
  for (const [name, type, inputs, reason] of mistakes) {
    it(`refuses ${name}`, async () => {
      const plugin = of(type);
      const { inputs: checked, failures } = await plugin.check(inputs);
      // The official plugin finds some mistakes only when it makes the value.
      const words =
        failures.map((failure) => failure.reason).join() ||
        (await plugin.create(checked).then(String, (error: unknown) => (error as Error).message));
      assert.match(words, reason);
    });
  }
});
