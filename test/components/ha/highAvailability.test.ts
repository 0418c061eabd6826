import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clone } from "../../../lab";
import { HighAvailability, ProxmoxCluster, ProxmoxQuorum } from "../../../components";
import type { LiveHa } from "../../../components/ha/live";
import { ConfigurationError, type HaInput } from "../../../model";
import { declare, type Declared, nodes, threeNodes } from "../../support/pulumi/mockedStack";

const token = "quorate@pve!test=0a1b2c3d";
const ha: HaInput = {
  resources: {
    "vm:100": { prefer: { n1: 3, n2: 2 }, strict: true },
    "vm:101": { state: "stopped", maxRestart: 3, failback: false, comment: "a guest" },
    "ct:102": {},
  },
  rules: { apart: { resources: ["ct:102", "vm:101"], affinity: "negative", comment: "halves" } },
};
const nothing: LiveHa = {
  endpoint: "https://192.0.2.11:8006",
  ca: "the CA\n",
  versions: new Map(nodes.map((node) => [node, "9.1.6"])),
  guests: new Set(["vm:100", "vm:101", "ct:102"]),
  resources: [],
  rules: [],
  readRules: () => Promise.resolve([]),
  untilKnown: () => Promise.resolve(),
};
const eight: Partial<LiveHa> = { versions: new Map(nodes.map((node) => [node, "8.4.1"])) };

describe("HighAvailability", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-ca-"));
  const { QUORATE_CA_DIR: before } = process.env;

  beforeEach(() => {
    process.env["QUORATE_CA_DIR"] = folder;
  });
  after(() => {
    if (before === undefined) delete process.env["QUORATE_CA_DIR"];
    else process.env["QUORATE_CA_DIR"] = before;
    rmSync(folder, { recursive: true });
  });

  /** The children of the component, by name. */
  async function children(
    input: HaInput = ha,
    live: Partial<LiveHa> = {},
    { preview = true } = {},
  ): Promise<Map<string, Declared>> {
    const program = () => {
      const cluster = new ProxmoxCluster("lab", { ...threeNodes(), platform: "proxmox" });
      const { settled } = new ProxmoxQuorum("corosync", { cluster });
      const args = { ...input, cluster, apiToken: token, quorum: {}, after: settled };
      new HighAvailability("ha", { ...args, live: () => Promise.resolve({ ...nothing, ...live }) });
    };
    const all = await declare(program, preview);
    return new Map(
      [...all.values()].filter(({ parent }) => parent === "ha").map((each) => [each.name, each]),
    );
  }

  const settled = nodes.map((node) => `corosync-${node}-current`);
  const withoutDefaults = (all: ReadonlyMap<string, Declared>, name: string) => all.get(name)?.inputs;

  it("has a provider, a resource for each guest and a rule for each rule and preference", async () => {
    const all = await children();
    assert.deepEqual([...all].map(([name, { type }]) => `${type} ${name}`).sort(), [
      "proxmoxve:index/haresource:Haresource ha-ct-102",
      "proxmoxve:index/haresource:Haresource ha-vm-100",
      "proxmoxve:index/haresource:Haresource ha-vm-101",
      "proxmoxve:index/harule:Harule ha-apart",
      "proxmoxve:index/harule:Harule ha-prefer-vm-100",
      "pulumi:providers:proxmoxve ha-api",
    ]);
    assert.deepEqual(withoutDefaults(all, "ha-vm-101"), {
      ...{ resourceId: "vm:101", state: "stopped", maxRestart: 3, maxRelocate: 1, failback: false },
      comment: "a guest",
    });
    assert.deepEqual(withoutDefaults(all, "ha-prefer-vm-100"), {
      ...{ rule: "prefer-vm-100", type: "node-affinity", resources: ["vm:100"] },
      ...{ nodes: { n1: 3, n2: 2 }, strict: true },
    });
    assert.deepEqual(withoutDefaults(all, "ha-apart"), {
      ...{ rule: "apart", type: "resource-affinity", resources: ["ct:102", "vm:101"] },
      ...{ affinity: "negative", comment: "halves" },
    });
  });

  it("puts guests after the settled cluster, and rules after all guests, replaced by a delete first", async () => {
    const all = await children();
    assert.deepEqual(all.get("ha-vm-100")?.dependsOn, settled);
    for (const name of ["ha-apart", "ha-prefer-vm-100"]) {
      assert.deepEqual(all.get(name)?.dependsOn, ["ha-ct-102", "ha-vm-100", "ha-vm-101"]);
      assert.equal(all.get(name)?.options.deleteBeforeReplace, true);
    }
  });

  it("gives its provider the endpoint, the token as a secret and the folder of CAs, and every child the provider", async () => {
    const all = await children();
    const provider = all.get("ha-api");
    assert.deepEqual(provider?.inputs, { endpoint: nothing.endpoint, apiToken: token });
    assert.ok(!JSON.stringify(provider.wire["endpoint"]).includes("value"));
    assert.notEqual(provider.wire["apiToken"], token);
    assert.deepEqual(provider.options.envVarMappings, { QUORATE_CA_DIR: "SSL_CERT_DIR" });
    for (const [name, { options }] of all)
      if (name !== "ha-api") assert.equal(options.provider, "ha-api", name);
    assert.deepEqual(readdirSync(folder), ["quorate-test-lab.pem"]);
    assert.equal(readFileSync(join(folder, "quorate-test-lab.pem"), "utf8"), nothing.ca);
  });

  it("waits in an update until the manager knows all nodes, and reads its rules again", async () => {
    const calls: string[] = [];
    const untilKnown = (known: readonly string[]) => {
      calls.push(`known ${known.join(" ")}`);
      return Promise.resolve();
    };
    const rules = [
      { rule: "apart", type: "resource-affinity", resources: "ct:102,vm:101", affinity: "negative" },
      { rule: "prefer-vm-100", type: "node-affinity", resources: "vm:100", nodes: "n1:3,n2:2", strict: 1 },
    ];
    const readRules = () => {
      calls.push("read");
      return Promise.resolve(rules);
    };
    await children(ha, { untilKnown, readRules }, { preview: false });
    assert.deepEqual(calls, ["known n1 n2 n3", "read"]);
    await children(ha, { untilKnown, readRules });
    assert.equal(calls.length, 2);
  });

  it("takes over a rule that is exactly as wanted, and gives a renamed rule its old place", async () => {
    const all = await children(ha, {
      resources: [
        { sid: "vm:101", state: "stopped", max_restart: 3, max_relocate: 1, failback: 0, comment: "a guest" },
        { sid: "ct:102", state: "started", max_restart: 1, max_relocate: 1 },
      ],
      rules: [
        { rule: "old", type: "resource-affinity", resources: "ct:102,vm:101", affinity: "negative" },
        { rule: "prefer-vm-100", type: "node-affinity", resources: "vm:100", nodes: "n1:3,n2:2", strict: 1 },
      ],
    });
    const imported = [...all.values()].map(({ options }) => options.importId).filter((id) => id !== "");
    assert.deepEqual(imported.sort(), ["prefer-vm-100", "vm:101"]);
    assert.deepEqual(all.get("ha-apart")?.options.aliases, ["ha-old"]);
    assert.deepEqual(all.get("ha-prefer-vm-100")?.options.aliases, []);
  });

  it("has groups before the guests on Proxmox VE 8", async () => {
    const resources = { "vm:100": { prefer: { n1: 3 }, failback: false }, "ct:102": {} };
    const all = await children({ resources }, eight);
    assert.deepEqual([...all.keys()].sort(), ["ha-api", "ha-ct-102", "ha-prefer-vm-100", "ha-vm-100"]);
    assert.deepEqual(withoutDefaults(all, "ha-prefer-vm-100"), {
      ...{ group: "prefer-vm-100", nodes: { n1: 3 }, restricted: false, noFailback: true },
    });
    assert.deepEqual(withoutDefaults(all, "ha-vm-100"), {
      ...{ resourceId: "vm:100", state: "started", maxRestart: 1, maxRelocate: 1, group: "prefer-vm-100" },
    });
    assert.equal(all.get("ha-ct-102")?.inputs["group"], undefined);
    assert.deepEqual(all.get("ha-vm-100")?.dependsOn, [...settled, "ha-prefer-vm-100"].sort());
  });

  it("costs a stack without HA no load of the provider", () => {
    const script = `require("./components"); console.log(Object.keys(require.cache).join("\\n"))`;
    const argv = ["--import", "tsx", "-e", script];
    const loaded = execFileSync(process.execPath, argv, { cwd: clone, encoding: "utf8" });
    assert.match(loaded, /components\/ha\/highAvailability\.ts/);
    assert.doesNotMatch(loaded, /pulumi-proxmoxve/);
  });

  it("throws with everything that's wrong with it", async () => {
    const wrong = { resources: { "vm:100": { prefer: { n9: 1 } } }, rules: { a1: { resources: "vm:100" } } };
    await assert.rejects(children(wrong), (error) => {
      assert.ok(error instanceof ConfigurationError);
      assert.deepEqual(
        error.findings.map(({ code }) => code),
        ["HA_NODE_UNKNOWN", "HA_RULE_UNCLEAR"],
      );
      return true;
    });
  });
});
