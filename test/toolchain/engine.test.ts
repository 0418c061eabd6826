import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { login } from "../support/toolchain/contract/row";
import { Project } from "../support/pulumi/project";
import { Sshd } from "../support/toolchain/sshd";

const SECRET_WORD = "hunter-of-two";

const program = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { remote } from "@pulumi/command";
import { RandomPassword } from "@pulumi/random";

const { connection, create, remove, triggers, length } = JSON.parse(readFileSync("inputs.json", "utf8"));
const word = new pulumi.Config().requireSecret("word");
const password = new RandomPassword("password", { length });
const unit = new remote.Command("unit", {
  connection, create, triggers, delete: remove,
  stdin: pulumi.interpolate\`\${word} \${password.result}\`,
  logging: "none", addPreviousOutputInEnv: false,
});
export const stdout = unit.stdout;
`;

const pack = `
import { PolicyPack, remediateResourceOfType, validateResourceOfType } from "@pulumi/policy";
import { remote } from "@pulumi/command";
import { RandomPassword } from "@pulumi/random";

new PolicyPack("house", {
  policies: [
    {
      name: "no-such-word", description: "a word is banned", enforcementLevel: "mandatory",
      configSchema: { properties: { word: { type: "string" } } },
      validateResource: validateResourceOfType(remote.Command, (unit, args, report) => {
        const { word = "banned" } = args.getConfig<{ word?: string }>();
        if (unit.create?.includes(word)) report(\`create has "\${word}"\`);
      }),
    },
    {
      name: "long-enough", description: "passwords have 8 characters", enforcementLevel: "remediate",
      remediateResource: remediateResourceOfType(RandomPassword, (inputs) =>
        inputs.length < 8 ? { ...inputs, length: 8 } : undefined),
    },
  ],
});
`;

/** Steps of one stack's life, each building on the one before. */
describe("bin/pulumi with a program and a policy pack", function () {
  this.timeout(120_000);
  let sshd: Sshd;
  let project: Project;

  before(async function () {
    // The first run of a fresh machine builds the engine.
    this.timeout(1_800_000);
    sshd = await Sshd.start();
    project = new Project({
      "Pulumi.yaml": "name: small\nruntime: nodejs\n",
      "package.json": JSON.stringify({ name: "small", main: "index.ts" }),
      "index.ts": program,
      "house/PulumiPolicy.yaml": "runtime: nodejs\nversion: 0.0.1\n",
      "house/package.json": JSON.stringify({ name: "house", version: "0.0.1", main: "index.ts" }),
      "house/index.ts": pack,
      "banned.json": JSON.stringify({ "no-such-word": { word: "tee" } }),
    });
    set({});
    assert.equal((await project.pulumi("stack", "init", "dev")).status, 0);
    assert.equal((await project.pulumi("config", "set", "--secret", "word", SECRET_WORD)).status, 0);
  });
  after(async () => {
    project.remove();
    await sshd.stop();
  });

  /** The program's inputs: `create` writes its stdin to a file and prints the file's size. */
  function set(inputs: { create?: string; triggers?: string[]; length?: number }): void {
    const create = `tee ${sshd.path("made")} >/dev/null; wc -c <${sshd.path("made")}`;
    const remove = `echo gone >>${sshd.path("gone")}`;
    project.write(
      "inputs.json",
      JSON.stringify({ connection: login(sshd), create, remove, triggers: [], length: 8, ...inputs }),
    );
  }

  const made = () => readFileSync(sshd.path("made"), "utf8");

  it("previews without running anything", async () => {
    const { status, output } = await project.pulumi("preview", "--diff");
    assert.equal(status, 0, output);
    assert.match(output, /3 to create/);
    assert.equal(existsSync(sshd.path("made")), false);
  });

  it("a mandatory policy stops `up` before the first Command", async () => {
    set({ create: `touch ${sshd.path("made")} # banned` });
    const { status, output } = await project.pulumi(
      "up",
      "--yes",
      "--skip-preview",
      "--policy-pack",
      "house",
    );
    assert.notEqual(status, 0);
    assert.match(output, /\[mandatory\] +no-such-word/);
    assert.match(output, /create has "banned"/);
    assert.equal(existsSync(sshd.path("made")), false);
  });

  it("a policy takes its configuration from --policy-pack-config", async () => {
    set({});
    const args = ["--policy-pack", "house", "--policy-pack-config", "banned.json"];
    const { status, output } = await project.pulumi("preview", ...args);
    assert.notEqual(status, 0);
    assert.match(output, /create has "tee"/);
  });

  it("a remediation changes what is made", async () => {
    set({ length: 4 });
    const { status, output } = await project.pulumi(
      "up",
      "--yes",
      "--skip-preview",
      "--policy-pack",
      "house",
    );
    assert.equal(status, 0, output);
    assert.match(made(), new RegExp(`^${SECRET_WORD} .{8}$`));
    assert.match(output, new RegExp(`stdout: "${String(SECRET_WORD.length + 9)}"`));
  });

  it("neither output nor state has a secret in clear", async () => {
    set({});
    const [, password = ""] = made().split(" ");
    const { output } = await project.pulumi("up", "--yes", "--diff", "--show-config", "--show-sames");
    assert.match(output, /length: 8|unchanged/);
    const key = sshd.read("user").split("\n")[1] ?? "";
    for (const secret of [SECRET_WORD, password, key]) {
      assert.ok(secret.length >= 8);
      assert.equal(output.includes(secret), false, "in the output");
      assert.equal(project.state().includes(secret), false, "in the state");
    }
  });

  it("sees no change where there is none", async () => {
    const { status, output } = await project.pulumi("preview", "--expect-no-changes");
    assert.equal(status, 0, output);
    const refreshed = await project.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(refreshed.status, 0, refreshed.output);
  });

  it("updates in place when the command changes, and keeps the password", async () => {
    const before = made();
    set({ create: `cat >${sshd.path("made")}; echo changed` });
    const { status, output } = await project.pulumi("up", "--yes", "--skip-preview");
    assert.equal(status, 0, output);
    assert.match(output, /1 updated/);
    assert.match(output, /stdout: .*"changed"/);
    assert.equal(made(), before);
    assert.equal(existsSync(sshd.path("gone")), false);
  });

  it("a failed update keeps the old inputs, so that the next run does it again", async () => {
    set({ create: "echo the reason >&2; exit 7" });
    const failed = await project.pulumi("up", "--yes", "--skip-preview");
    assert.notEqual(failed.status, 0);
    assert.match(failed.output, /Process exited with status 7.*the reason/s);
    set({ create: `cat >${sshd.path("made")}; echo changed` });
    assert.equal((await project.pulumi("preview", "--expect-no-changes")).status, 0);
  });

  it("replaces when a trigger changes: creates the new one, then deletes the old one", async () => {
    set({ create: `cat >${sshd.path("made")}; test ! -e ${sshd.path("gone")}`, triggers: ["a"] });
    const { status, output } = await project.pulumi("up", "--yes", "--skip-preview");
    assert.equal(status, 0, output);
    assert.match(output, /1 replaced/);
    assert.equal(readFileSync(sshd.path("gone"), "utf8"), "gone\n");
  });

  it("shows the error of a program that fails", async () => {
    project.write("index.ts", `throw new Error("the program's own words");`);
    const { status, output } = await project.pulumi("preview");
    assert.notEqual(status, 0);
    assert.match(output, /the program's own words/);
    project.write("index.ts", program);
  });

  it("what the language host leaves out is an error, not a silence", async () => {
    const { status, output } = await project.pulumi("install");
    assert.notEqual(status, 0);
    assert.match(output, /the stand-in does not have installDependencies; install the Pulumi CLI/);
  });

  it("destroys with the delete commands", async () => {
    const { status, output } = await project.pulumi("destroy", "--yes", "--skip-preview");
    assert.equal(status, 0, output);
    assert.equal(readFileSync(sshd.path("gone"), "utf8"), "gone\ngone\n");
    assert.match(
      (await project.pulumi("stack", "--show-urns")).output,
      /No resources currently in this stack/,
    );
  });
});
