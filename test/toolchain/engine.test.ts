import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mandatory, packOfClone } from "../support/policy/engine";
import { ForeignProject, type Inputs, SECRET_WORD, under } from "../support/toolchain/foreignProject";
import { Sshd } from "../support/toolchain/sshd";
import { clone } from "../support/toolchain/standIns";

/** Steps in the life of one stack, in order, because each start of the engine takes seconds. */
describe("bin/pulumi with a program that has nothing of ours, under our pack and another", function () {
  this.timeout(600_000); // only against a hang
  let sshd: Sshd;
  let project: ForeignProject;

  before(async function () {
    // The first run on a fresh machine builds the engine.
    this.timeout(1_800_000);
    sshd = await Sshd.start();
    project = new ForeignProject(sshd);
    assert.equal((await project.pulumi("stack", "init", "dev")).status, 0);
    assert.equal((await project.pulumi("config", "set", "--secret", "word", SECRET_WORD)).status, 0);
  });
  after(async () => {
    project.remove();
    await sshd.stop();
  });

  const set = (inputs: Inputs): void => {
    project.set(inputs);
  };
  const up = (...args: string[]) => project.pulumi("up", "--yes", "--skip-preview", ...args);
  const made = () => readFileSync(sshd.path("made"), "utf8");
  const nothingRan = (): void => {
    for (const file of [sshd.path("made"), join(project.directory, "keepalived.conf")])
      assert.equal(existsSync(file), false, file);
  };

  it("stops `up` in its preview, in the words of each pack: ours in the clone, ours in a folder of its own, another", async () => {
    set({ virtualRouterId: 256, vrrpLength: 16, comment: "banned" });
    const packs = [
      ["house", "none.json"],
      [packOfClone, "none.json"],
      [project.folder, "none.json"],
    ] as const;
    const { status, output } = await project.pulumi("up", "--yes", ...under(packs));
    assert.notEqual(status, 0);
    assert.match(output, /^Previewing update/m);
    assert.doesNotMatch(output, /^Updating/m);
    const found = mandatory(output);
    const ours = ["vrrp-auth-pass-length", "vrrp-number-range", "vrrp-two-members"];
    assert.deepEqual([...found.keys()].sort(), ["no-such-word", ...ours], output);
    assert.match(found.get("no-such-word") ?? "", /create has "banned"/);
    assert.match(
      found.get("vrrp-number-range") ?? "",
      /localhost:keepalived\.conf:4 .*: 256 is outside 1 to 255/,
    );
    // Each policy shows in both places.
    for (const policy of ours) assert.equal(output.split(`[mandatory]  ${policy} `).length, 3, policy);
    nothingRan();
  });

  it("previews what our pack takes, from either place, without running anything", async () => {
    set({});
    const packs = [packOfClone, project.folder].map((pack) => [pack, "one-node.json"] as const);
    const { status, output } = await project.pulumi("preview", "--diff", ...under(packs));
    assert.equal(status, 0, output);
    assert.match(output, /5 to create/);
    nothingRan();
  });

  it("stops `up` before the first Command", async () => {
    set({ virtualRouterId: 256 });
    const { status, output } = await up(...under([[packOfClone, "one-node.json"]]));
    assert.notEqual(status, 0);
    assert.deepEqual([...mandatory(output).keys()], ["vrrp-number-range"], output);
    nothingRan();
  });

  it("takes levels and options from --policy-pack-config, and makes what remediations made of it", async () => {
    set({ length: 4, vrrpLength: 16, virtualRouterId: 256 });
    const packs = [
      ["house", "cat.json"],
      [packOfClone, "lenient.json"],
    ] as const;
    const { status, output } = await up(...under(packs));
    assert.equal(status, 0, output);
    assert.match(output, /\[advisory\] +vrrp-number-range/);
    assert.match(output, /\[advisory\] +no-such-word[^[]*create has "cat"/);
    assert.match(made(), new RegExp(`^${SECRET_WORD} .{8} \\w{8}$`));
    assert.match(output, new RegExp(`stdout: "${String(made().length)}"`));
    assert.match(readFileSync(join(project.directory, "keepalived.conf"), "utf8"), /virtual_router_id 256/);
  });

  it("sees no change if there is none, and has no secret in clear in output or state", async () => {
    set({ virtualRouterId: 256 });
    const [, ...passwords] = made().split(" ");
    const shown = ["--diff", "--show-config", "--show-sames"];
    const { status, output } = await project.pulumi("up", "--yes", ...shown, "--expect-no-changes");
    assert.equal(status, 0, output);
    assert.match(output, /length: 8|unchanged/);
    const key = sshd.read("user").split("\n")[1] ?? "";
    for (const secret of [SECRET_WORD, ...passwords, key]) {
      assert.ok(secret.length >= 8);
      assert.equal(output.includes(secret), false, "in the output");
      assert.equal(project.state().includes(secret), false, "in the state");
    }
    const refreshed = await project.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(refreshed.status, 0, refreshed.output);
  });

  it("does a failed update again in the next run: in place, with the same password", async () => {
    const before = made();
    const ready = sshd.path("ready");
    const create = `test -e ${ready} || { echo the reason >&2; exit 7; }; cat >${sshd.path("made")}; echo changed`;
    set({ create, virtualRouterId: 256 });
    const failed = await up();
    assert.notEqual(failed.status, 0);
    assert.match(failed.output, /Process exited with status 7.*the reason/s);
    writeFileSync(ready, "");
    const { status, output } = await up();
    assert.equal(status, 0, output);
    assert.match(output, /1 updated/);
    assert.match(output, /stdout: .*"changed"/);
    assert.equal(made(), before);
    assert.equal(existsSync(sshd.path("gone")), false);
  });

  it("replaces when a trigger changes: creates the new one, then deletes the old one", async () => {
    const create = `cat >${sshd.path("made")}; test ! -e ${sshd.path("gone")}`;
    set({ create, triggers: ["a"], virtualRouterId: 256 });
    const { status, output } = await up();
    assert.equal(status, 0, output);
    assert.match(output, /1 replaced/);
    assert.equal(readFileSync(sshd.path("gone"), "utf8"), "gone\n");
  });

  it("shows the error of a program in TypeScript that fails", async () => {
    project.write("package.json", JSON.stringify({ name: "foreign", main: "index.ts" }));
    project.write("index.ts", `const words: string = "the program's own words"; throw new Error(words);`);
    const { status, output } = await project.pulumi("preview");
    assert.notEqual(status, 0);
    assert.match(output, /the program's own words/);
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

  it("our pack's folder has a manifest and README of its own, and pins what it shares with the SDK", () => {
    const read = (place: string) =>
      JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as {
        dependencies: Record<string, string>;
      };
    const ours = read(clone).dependencies;
    const pinned = ["@pulumi/policy", "@pulumi/pulumi"].map((name) => [name, ours[name]] as const);
    assert.deepEqual(read(project.folder).dependencies, Object.fromEntries(pinned));
    assert.match(readFileSync(join(project.folder, "README.md"), "utf8"), /^# quorate-policy\n/);
  });
});
