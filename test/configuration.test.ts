import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { password, readConfiguration } from "../configuration";
import { ConfigurationError, parseConfiguration } from "../model";
import { base, encryptedAt, places } from "./support/model/configurations";
import { Project } from "./support/pulumi/project";

const hidden = "hunter2-hunter2";

/** Gives the program this configuration, as Pulumi does: decrypted, with the keys that have something encrypted. */
function given(input: object, ...encrypted: readonly string[]): void {
  const texts = Object.entries(input).map(([key, value]) => [
    `quorate:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(texts) as Record<string, string>,
    encrypted.map((key) => `quorate:${key}`),
  );
}

describe("the program's configuration", () => {
  after(() => pulumi.runtime.setAllConfig({}));

  it("with an encrypted value is a finding on its key, at every place, and has the value nowhere", () => {
    for (const place of places()) {
      const { input } = encryptedAt(place, hidden);
      given(input, String(place[0]));
      const read = readConfiguration();
      assert.ok(!JSON.stringify(read).includes(hidden));
      assert.throws(
        () => parseConfiguration(read),
        (error: ConfigurationError) => {
          const found = error.findings.map(({ code, path }) => [code, path]);
          assert.deepEqual(found, [["CONFIG_SECRET_MISPLACED", place[0]]]);
          return true;
        },
      );
    }
  });

  it("without one is what the stack's file has, and never shows the passwords to the model", () => {
    given({ ...base(), secrets: { authPass: { ui: hidden }, statsPassword: hidden } }, "secrets");
    const { secrets, ...others } = readConfiguration();
    assert.deepEqual(others, base());
    assert.deepEqual(secrets, { authPass: { ui: { secure: "" } }, statsPassword: { secure: "" } });
    for (const text of [hidden, `"${hidden}"`, `["${hidden}"]`]) {
      given({ ...base(), secrets: text }, "secrets");
      assert.throws(
        () => parseConfiguration(readConfiguration()),
        (error: Error) => error instanceof ConfigurationError && !error.message.includes(hidden),
      );
    }
  });

  it("has a password as a secret if it is encrypted, and tells how to set one that is missing", async () => {
    const secrets = { authPass: { ui: hidden, "7": 7 } };
    given({ secrets }, "secrets");
    assert.equal(await pulumi.isSecret(password("authPass", "ui") as pulumi.Output<string>), true);
    given({ secrets });
    assert.equal(password("authPass", "ui"), hidden);
    for (const path of [["authPass", "web"], ["authPass", "7"], ["statsPassword"], ["a", "b", "c"]])
      assert.throws(() => password(...path), /config set --secret --path quorate:secrets\./);
  });
});

describe("`pulumi preview` with an encrypted value", function () {
  this.timeout(600_000); // only against a hang
  let project: Project;

  before(async function () {
    this.timeout(1_800_000); // the first run on a fresh machine builds the engine
    const config = Object.entries(base()).map(([key, value]) => [`quorate:${key}`, value]);
    project = new Project({
      "Pulumi.yaml": "name: quorate\nruntime: nodejs\nmain: index.ts\n",
      "Pulumi.dev.yaml": stringify({ config: Object.fromEntries(config) as object }),
    });
    for (const name of ["index.ts", "tsconfig.json", "package.json"]) project.link(name, name);
    assert.equal((await project.pulumi("stack", "init", "dev")).status, 0);
  });
  after(() => project.remove());

  const refused = async (...args: string[]): Promise<string> => {
    const { status, output } = await project.pulumi("preview", ...args);
    assert.notEqual(status, 0, output);
    assert.ok(!output.includes(hidden), "the value is in the output");
    assert.ok(!project.state().includes(hidden), "the value is in the state");
    return output;
  };

  it("names its path, and the key alone if the stack's file isn't the usual one", async () => {
    const path = "quorate:vrrp.ui.notify.master";
    const set = await project.pulumi("config", "set", "--secret", "--path", path, `logger ${hidden}`);
    assert.equal(set.status, 0, set.output);
    assert.match(
      await refused("--json"),
      /1 mistake in the configuration:.*vrrp\.ui\.notify\.master: has an encrypted/s,
    );
    project.rename("Pulumi.dev.yaml", "other.yaml");
    assert.match(await refused("--config-file", "other.yaml"), / {2}vrrp: has an encrypted value/);
  });
});
