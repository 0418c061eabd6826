import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { installed, Project } from "../support/pulumi/project";
import { clone } from "../support/toolchain/standIns";
import { mandatory, packOfClone } from "../support/policy/engine";

/** A foreign program: a command that writes keepalived.conf, here, and a password that is to be generated. */
const program = `
const { local } = require("@pulumi/command");
const { RandomPassword } = require("@pulumi/random");
const { virtualRouterId, length } = JSON.parse(require("node:fs").readFileSync("inputs.json", "utf8"));
const password = new RandomPassword("keepalived-password", { length, special: false });
new local.Command("gateway", {
  create: \`cat >keepalived.conf <<'EOF'
vrrp_instance gateway {
    interface eth0
    virtual_router_id \${virtualRouterId}
    virtual_ipaddress {
        192.0.2.100/24
    }
}
EOF\`,
});
exports.password = password.result;
`;

/** One node is a group of its own in this program: that's told when all of it is known. */
const oneNode = { "vrrp-two-members": "disabled" };

/** Steps of one stack's life, each building on the one before. */
describe("the pack, in a project that has nothing else of ours", function () {
  this.timeout(120_000);
  const project = new Project(
    {
      "Pulumi.yaml": "name: foreign\nruntime: nodejs\n",
      "package.json": JSON.stringify({ name: "foreign", main: "index.js" }),
      "index.js": program,
      "one-node.json": JSON.stringify(oneNode),
      "advisory.json": JSON.stringify({ ...oneNode, "vrrp-number-range": "advisory" }),
      "remediate.json": JSON.stringify({ ...oneNode, "vrrp-auth-pass-length": "remediate" }),
    },
    ["@pulumi/pulumi", "@pulumi/command", "@pulumi/random"],
  );
  const folder = join(project.directory, "quorate-policy");

  before(async () => {
    set({});
    assert.equal((await project.pulumi("stack", "init", "dev")).status, 0);
    execFileSync("node", ["--import", "tsx", "policy/bundle.ts", folder], { cwd: clone });
    installed(folder, ["@pulumi/pulumi", "@pulumi/policy"]);
  });
  after(() => project.remove());

  function set(inputs: { virtualRouterId?: number; length?: number }): void {
    project.write("inputs.json", JSON.stringify({ virtualRouterId: 51, length: 8, ...inputs }));
  }

  const under = (pack: string, config: string) => ["--policy-pack", pack, "--policy-pack-config", config];
  const up = (config: string, ...args: string[]) =>
    project.pulumi("up", "--yes", ...args, ...under(packOfClone, config));
  const made = () => existsSync(join(project.directory, "keepalived.conf"));

  for (const [what, pack] of [
    ["by its path in the clone", packOfClone],
    ["as a folder of its own", folder],
  ] as const) {
    it(`${what} stops a preview with the rule's words, and lets a right program pass`, async () => {
      set({ virtualRouterId: 256 });
      const wrong = await project.pulumi("preview", ...under(pack, "one-node.json"));
      assert.notEqual(wrong.status, 0);
      assert.deepEqual([...mandatory(wrong.output).keys()], ["vrrp-number-range"], wrong.output);
      assert.match(wrong.output, /localhost:keepalived\.conf:3 .*: 256 is outside 1 to 255/);
      set({});
      const right = await project.pulumi("preview", ...under(pack, "one-node.json"));
      assert.equal(right.status, 0, right.output);
    });
  }

  it("takes levels from --policy-pack-config", async () => {
    set({ virtualRouterId: 256 });
    const { status, output } = await project.pulumi("preview", ...under(packOfClone, "advisory.json"));
    assert.equal(status, 0, output);
    assert.match(output, /\[advisory\] +vrrp-number-range/);
  });

  it("stops `up` before the first Command, also by what only the whole program tells", async () => {
    set({ virtualRouterId: 256 });
    const early = await up("one-node.json", "--skip-preview");
    assert.notEqual(early.status, 0);
    assert.deepEqual([...mandatory(early.output).keys()], ["vrrp-number-range"], early.output);
    set({});
    const late = await project.pulumi("up", "--yes", "--policy-pack", packOfClone);
    assert.notEqual(late.status, 0);
    assert.deepEqual([...mandatory(late.output).keys()], ["vrrp-two-members"], late.output);
    assert.equal(made(), false);
  });

  it("refuses a password of 16 characters that isn't known yet, and corrects it where that is asked for", async () => {
    set({ length: 16 });
    const refused = await project.pulumi("preview", ...under(packOfClone, "one-node.json"));
    assert.deepEqual([...mandatory(refused.output).keys()], ["vrrp-auth-pass-length"], refused.output);
    const { status, output } = await up("remediate.json", "--skip-preview");
    assert.equal(status, 0, output);
    assert.ok(made());
    const password = await project.pulumi("stack", "output", "password", "--show-secrets");
    assert.match(password.output, /^\w{8}\n$/);
  });

  it("has its own manifest and README in the folder, and pins what it shares with the SDK", () => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
      string,
      unknown
    >;
    const ours = JSON.parse(readFileSync(join(clone, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const pinned = ["@pulumi/policy", "@pulumi/pulumi"].map(
      (name) => [name, ours.dependencies[name]] as const,
    );
    assert.deepEqual(manifest["dependencies"], Object.fromEntries(pinned));
    assert.match(readFileSync(join(folder, "README.md"), "utf8"), /^# quorate-policy\n/);
  });
});
