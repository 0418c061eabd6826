import assert from "node:assert/strict";
import { join } from "node:path";
import type { HaInput } from "../../../model";
import { ApiDouble, goodToken } from "../../../lab/pve/api/apiDouble";
import { Project } from "../../support/pulumi/project";

/** quorate's component in a program that finds the nodes' answers in a file; the API is a double. */
const program = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { HighAvailability } from "./components/ha/highAvailability";
import { askApi } from "./components/ha/live";
import { parseCluster } from "./model";

const { ha, access, version, guests } = JSON.parse(readFileSync("given.json", "utf8"));
const nodes = Object.fromEntries(["n1", "n2", "n3"].map((name, index) => [name, { address: "192.0.2.1" + index }]));
const networks = { lan: { subnet: "192.0.2.0/24", interface: "eth0" } };
const model = parseCluster({ name: "lab", ssh: { hostKeys: "known_hosts" }, networks, nodes });
const cluster = { model, registered: Promise.resolve("lab") };
const live = async (_ha, _cluster, token) => ({
  versions: new Map(model.nodes.map(({ name }) => [name, version])),
  guests: new Set(guests),
  ...(await askApi({ ...access, token }, Number.parseInt(version))),
});
const apiToken = new pulumi.Config().requireSecret("apiToken");
new HighAvailability("ha", { ...ha, cluster, apiToken, live } as any);
`;

const prefer = { n1: 3, n2: 2 };
const two: HaInput = {
  resources: { "vm:100": {}, "ct:101": { maxRestart: 3 } },
  rules: { apart: { resources: ["vm:100", "ct:101"], affinity: "negative" } },
};
const onNodes = (name: string): HaInput => ({
  resources: { "vm:100": {}, "vm:102": {} },
  rules: { [name]: { resources: ["vm:100", "vm:102"], nodes: prefer } },
});
const oneOnNodes: HaInput = {
  resources: { "vm:100": {} },
  rules: { second: { resources: "vm:100", nodes: prefer } },
};

describe("HighAvailability, run by the engine with the plugin", () => {
  let api: ApiDouble;
  let project: Project;

  before(async () => {
    api = await ApiDouble.start();
    for (const [id, type] of [
      ["100", "vm"],
      ["101", "ct"],
      ["102", "vm"],
    ] as const)
      api.ha.guests.set(id, type);
    project = new Project({
      "Pulumi.yaml": "name: ha\nruntime: nodejs\n",
      "package.json": JSON.stringify({ name: "ha", main: "index.ts" }),
      "index.ts": program,
      known_hosts: "",
    });
    for (const folder of ["components", "model", "agent", "render"]) project.link(folder, folder);
    project.environment = { QUORATE_CA_DIR: join(project.directory, "ca") };
    await done("stack", "init", "test");
    await done("config", "set", "--secret", "apiToken", goodToken);
  });
  after(async () => {
    project.remove();
    await api.stop();
  });

  async function done(...args: string[]): Promise<string> {
    const { status, output } = await project.pulumi(...args);
    assert.equal(status, 0, output);
    return output;
  }

  async function failed(...args: string[]): Promise<string> {
    const { status, output } = await project.pulumi(...args);
    assert.notEqual(status, 0, output);
    return output;
  }

  function given(ha: HaInput, more: { version?: string; guests?: string[] } = {}): void {
    const access = { endpoint: api.endpoint, ca: api.ca };
    const guests = ["vm:100", "ct:101", "vm:102"];
    project.write("given.json", JSON.stringify({ ha, access, version: api.version, guests, ...more }));
    api.heard.length = 0;
  }

  beforeEach(() => {
    api.disturb = () => undefined;
  });

  const up = (...args: string[]) => ["up", "--yes", "--skip-preview", ...args];
  const written = (): string[] =>
    api.heard.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);

  it("refuses a guest that isn't there, in a preview and without a stack trace", async () => {
    given(two, { guests: ["vm:100", "vm:101"] });
    const output = await failed("preview");
    assert.match(output, /ha\.resources\["ct:101"\]: the cluster has no such guest; write vm:101/);
    assert.doesNotMatch(output, /at .*\.ts:\d/);
    assert.deepEqual(written(), []);
  });

  it("makes guests first and rules when the CRM knows all nodes; then nothing is left to do", async () => {
    assert.deepEqual(api.ha.nodeStatus, {});
    given(two);
    await done(...up());
    const guest = "POST cluster/ha/resources/";
    assert.deepEqual(written(), [guest, guest, "POST cluster/ha/rules/"]);
    assert.equal(api.ha.rules.get("apart")?.["resources"], "ct:101,vm:100");
    assert.equal(api.ha.resources.get("ct:101")?.["max_restart"], 3);
    assert.match(await done("preview", "--refresh", "--expect-no-changes"), /unchanged/);
    assert.ok(!project.state().includes(goodToken));
  });

  it("tells of a rule that Proxmox VE ignores, with Proxmox's reason", async () => {
    api.ha.rules.set("by-hand", {
      type: "resource-affinity",
      resources: "ct:101,vm:100",
      affinity: "positive",
    });
    given(two);
    assert.match(
      await failed(...up()),
      /apart: Proxmox VE ignores it: rule shares two or more resources with a positive resource affinity rule/,
    );
    api.ha.rules.delete("by-hand");
  });

  it("deletes a rule before it makes another one on its guests, which Proxmox VE would refuse", async () => {
    given(onNodes("second"));
    await done(...up());
    assert.deepEqual(written().slice(1), [
      "DELETE cluster/ha/rules/apart",
      "POST cluster/ha/rules/",
      "DELETE cluster/ha/resources/ct:101",
    ]);
    assert.deepEqual([...api.ha.rules.keys()], ["second"]);
  });

  it("takes a guest out of its rule before it takes it out of HA", async () => {
    given(oneOnNodes);
    await done(...up());
    assert.deepEqual(written(), ["PUT cluster/ha/rules/second", "DELETE cluster/ha/resources/vm:102"]);
  });

  it("takes over a guest and a rule that a create made whose answer was lost", async () => {
    const wanted = { ...oneOnNodes, ...onNodes("second"), rules: oneOnNodes.rules };
    given(wanted);
    let lost = 0;
    api.disturb = ({ method, path }) =>
      method === "GET" && path === "cluster/ha/resources/vm:102" && ++lost <= 3 ? "hang up" : undefined;
    await failed(...up());
    api.disturb = () => undefined;
    assert.ok(api.ha.resources.has("vm:102"));
    given(wanted);
    assert.match(await done(...up()), /imported/);
    assert.deepEqual(written(), []);
  });

  it("takes everything away, the rules first", async () => {
    given({ resources: { "vm:100": {} } });
    await done("destroy", "--yes", "--skip-preview");
    const [first] = written();
    assert.equal(first, "DELETE cluster/ha/rules/second");
    assert.deepEqual([api.ha.rules.size, api.ha.resources.size], [0, 0]);
  });

  it("makes groups on Proxmox VE 8", async () => {
    api.version = "8.4.1";
    given({ resources: { "vm:100": { prefer, strict: true, failback: false } } });
    await done(...up());
    assert.deepEqual(api.ha.groups.get("prefer-vm-100"), {
      nodes: "n1:3,n2:2",
      nofailback: 1,
      restricted: 1,
    });
    assert.equal(api.ha.resources.get("vm:100")?.["group"], "prefer-vm-100");
    assert.match(await done("preview", "--refresh", "--expect-no-changes"), /unchanged/);
    await done("destroy", "--yes", "--skip-preview");
    assert.deepEqual([api.ha.groups.size, api.ha.resources.size], [0, 0]);
  });

  it("says how to make the plugin trust the nodes' CA if Pulumi runs without bin/pulumi's variable", async () => {
    api.version = "9.1.6";
    given(two);
    project.write(
      "index.ts",
      program.replace("const cluster =", 'process.env.QUORATE_CA_DIR = "";\nconst cluster ='),
    );
    assert.match(
      await failed("preview"),
      /QUORATE_CA_DIR is not set, .*start Pulumi by bin\/pulumi, or run before: export QUORATE_CA_DIR=/,
    );
  });
});
