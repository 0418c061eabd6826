import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chosenStack, readStackFile, stackFile } from "../../../cli/operator/stackFile";
import { parseConfiguration } from "../../../model";

describe("the stack that a status is of", () => {
  let folder: string;
  const kept = { ...process.env };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "quorate-stack-"));
    process.env["PULUMI_HOME"] = join(folder, "home");
    for (const name of ["PULUMI_STACK", "PULUMI_BACKEND_URL"]) Reflect.deleteProperty(process.env, name);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.env = { ...kept };
  });

  const write = (name: string, text = ""): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const select = (words: object): void => {
    const digest = createHash("sha1").update(join(folder, "Pulumi.yaml")).digest("hex");
    mkdirSync(join(folder, "home/workspaces"), { recursive: true });
    write(`home/workspaces/quorate-${digest}-workspace.json`, JSON.stringify(words));
  };

  it("is the only one that has a file", () => {
    write("Pulumi.yaml");
    assert.throws(() => chosenStack(folder), /no file of a stack/);
    write("Pulumi.home.yaml");
    assert.equal(chosenStack(folder), "home");
    write("Pulumi.lab.yaml");
    assert.throws(() => chosenStack(folder), /several stacks; name one of home, lab with --stack/);
  });

  it("is the selected one, before that the environment's, and first the one that is named", () => {
    write("Pulumi.home.yaml");
    select({ stacks: { "file:///a": "organization/quorate/lab" } });
    assert.equal(chosenStack(folder), "lab");
    select({ stack: "prod" });
    assert.equal(chosenStack(folder), "prod");
    process.env["PULUMI_STACK"] = "test";
    assert.equal(chosenStack(folder), "test");
    assert.equal(chosenStack(folder, "organization/quorate/other"), "other");
  });

  it("is of the backend in use if several have one selected", () => {
    write("Pulumi.home.yaml");
    select({ stacks: { "file:///a": "organization/quorate/lab", "file:///b": "organization/quorate/prod" } });
    assert.equal(chosenStack(folder), "home");
    process.env["PULUMI_BACKEND_URL"] = "file:///b";
    assert.equal(chosenStack(folder), "prod");
  });

  it("has a file, or the stacks that have one are named", () => {
    const file = write("Pulumi.home.yaml");
    assert.equal(stackFile(folder, "home"), file);
    assert.throws(
      () => stackFile(folder, "hme"),
      /there is no Pulumi\.hme\.yaml in .*; the stacks there: home/,
    );
  });

  it("is read with its secrets as they are written, encrypted", () => {
    const cluster = [
      "  quorate:cluster:",
      "    name: home",
      "    ssh: {hostKeys: known_hosts}",
      "    networks: {lan: {subnet: 192.0.2.0/24, interface: eth0}}",
      "    nodes: {n1: {address: 192.0.2.11}, n2: {address: 192.0.2.12}}",
    ];
    const vrrp = [
      "  quorate:vrrp:",
      "    ui:",
      "      virtualRouterId: 51",
      "      virtualIpaddress: [192.0.2.100/24]",
      "      order: [n1, n2]",
      "      track: [{process: pveproxy}]",
      "      authPass: {secret: true}",
    ];
    const rest = [
      "  quorate:secrets: {authPass: {ui: {secure: AAAB}}}",
      "  other:key: 1",
      "encryptionsalt: v1:x",
    ];
    const file = write("Pulumi.home.yaml", ["config:", ...cluster, ...vrrp, ...rest, ""].join("\n"));
    const model = parseConfiguration(readStackFile(file));
    assert.deepEqual(model.vrrpGroups[0]?.authPass, { kind: "given" });
    assert.deepEqual(Object.keys(readStackFile(file)), ["cluster", "vrrp", "secrets"]);
    assert.deepEqual(readStackFile(file)["secrets"], { authPass: { ui: { secure: "AAAB" } } });
  });

  it("may have a structure as JSON in a text, as `pulumi config set` leaves it", () => {
    const file = write("Pulumi.home.yaml", `config:\n  quorate:cluster: '{"name": "home"}'\n`);
    assert.deepEqual(readStackFile(file).cluster, { name: "home" });
  });

  it("is refused in a sentence if its file is no YAML, or not there", () => {
    assert.throws(() => readStackFile(write("Pulumi.home.yaml", "a: [")), /Pulumi\.home\.yaml: /);
    assert.throws(() => readStackFile(join(folder, "none.yaml")), /none\.yaml/);
  });
});
