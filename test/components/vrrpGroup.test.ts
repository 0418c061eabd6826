import { strict as assert } from "node:assert";
import { ProxmoxCluster, VrrpGroup } from "../../components";
import type { ClusterFacts } from "../../components/gatherFacts";
import { noFacts } from "../../node/facts";
import { commands, declare, nodes, threeNodes, uiGroup } from "./stack";

const facts = (held: string | undefined): ClusterFacts =>
  new Map(
    nodes.map((name) => [
      name,
      {
        ...noFacts,
        addresses: name === held ? ["192.0.2.100"] : [],
        units: new Map([["ui", { digest: "d".repeat(64), held: false, repair: "", drift: [] }]]),
      },
    ]),
  );

const declareUi = (known?: ClusterFacts, more: object = {}) =>
  declare(() => {
    const cluster = new ProxmoxCluster("lab", threeNodes(known));
    new VrrpGroup("ui", { ...uiGroup, ...more, cluster });
  });

describe("VrrpGroup", () => {
  it("has a unit, its Command and a release on each member, and one password", async () => {
    const declared = await declareUi();
    const children = [...declared.values()].filter(
      ({ parent }) => parent === "ui" || /^ui-n\d$/.test(parent),
    );
    assert.deepEqual(
      children.map(({ type, name }) => `${type} ${name}`).sort(),
      [
        ...nodes.flatMap((node) => [
          `command:remote:Command ui-${node}`,
          `command:remote:Command ui-${node}-release`,
        ]),
        ...nodes.map((node) => `quorate:node:Unit ui-${node}`),
        "random:index/randomPassword:RandomPassword ui-auth-pass",
      ].sort(),
    );
    assert.equal(
      declared.get("random:index/randomPassword:RandomPassword ui-auth-pass")?.inputs["length"],
      8,
    );
  });

  it("keeps the password out of create and puts it on standard input alone", async () => {
    const command = commands(await declareUi()).get("ui-n1");
    assert.ok(command);
    assert.match(String(command.inputs["create"]), /\|.*auth_pass \{\{secret:auth_pass\}\}/);
    assert.ok(!JSON.stringify({ ...command.inputs, stdin: "" }).includes("Sw0rdf1s"));
    assert.equal(command.inputs["stdin"], "auth_pass Sw0rdf1s\n");
    assert.equal(command.inputs["update"], undefined);
    assert.equal(command.inputs["delete"], "sh /var/lib/quorate/node.sh remove ui");
    assert.equal(command.inputs["addPreviousOutputInEnv"], false);
  });

  it("pins every node's host key", async () => {
    for (const { name, inputs } of commands(await declareUi()).values()) {
      assert.match((inputs["connection"] as { hostKey: string }).hostKey, /^ssh-ed25519 AAAA/, name);
    }
  });

  it("waits for keepalived on its node alone where nothing runs yet", async () => {
    const found = commands(await declareUi());
    for (const node of nodes) {
      assert.deepEqual(
        found.get(`ui-${node}`)?.dependsOn.filter((name) => name.startsWith("ui-n")),
        [],
      );
      assert.ok(found.get(`ui-${node}`)?.dependsOn.includes(`keepalived-${node}`));
    }
  });

  for (const [held, order] of [
    [undefined, ["n3", "n2", "n1"]],
    ["n1", ["n3", "n2", "n1"]],
    ["n2", ["n3", "n1", "n2"]],
    ["n3", ["n2", "n1", "n3"]],
  ] as const) {
    it(`rolls ${order.join(", ")} where ${held ?? "nobody"} holds the address`, async () => {
      const found = commands(await declareUi(facts(held)));
      const waits = order.map((node) =>
        found.get(`ui-${node}`)?.dependsOn.filter((name) => /^ui-n\d$/.test(name)),
      );
      assert.deepEqual(waits, [[], [`ui-${order[0]}`], [`ui-${order[1]}`]]);
    });
  }

  it("releases nobody before every member has the change", async () => {
    const found = commands(await declareUi());
    for (const node of nodes) {
      const waits = found.get(`ui-${node}-release`)?.dependsOn.filter((name) => /^ui-n\d$/.test(name));
      assert.deepEqual(
        waits,
        nodes.map((each) => `ui-${each}`),
      );
    }
  });

  it("runs a release again only with the wire signature, or where a node is still held", async () => {
    const release = async (known: ClusterFacts, more?: object) =>
      commands(await declareUi(known, more)).get("ui-n2-release")?.inputs["create"];
    const before = await release(facts("n1"));
    assert.equal(await release(facts("n3"), { track: [] }), before);
    assert.notEqual(
      await release(facts("n1"), { virtualIpaddress: ["192.0.2.100/24", "192.0.2.102/24"] }),
      before,
    );
    const held = new Map([
      ...facts("n1"),
      [
        "n2",
        {
          ...noFacts,
          units: new Map([["ui", { digest: "e".repeat(64), held: true, repair: "", drift: [] }]]),
        },
      ],
    ]);
    assert.notEqual(await release(held), before);
  });

  it("shows a drifted unit as a change, and no change once it's repaired", async () => {
    const create = async (drift: string[], repair: string) => {
      const unit = { digest: "d".repeat(64), held: false, repair, drift };
      const known = new Map([
        ...facts("n1"),
        ["n1", { ...noFacts, units: new Map([["ui", unit]]) }],
      ]) as ClusterFacts;
      return String(commands(await declareUi(known)).get("ui-n1")?.inputs["create"]);
    };
    const sound = await create([], "");
    const drifted = await create(["/etc/keepalived/conf.d/20-vrrp_instances-ui.conf absent"], "");
    assert.notEqual(drifted, sound);
    const token = /^repair (\S+)$/m.exec(drifted)?.[1] ?? "";
    assert.equal(await create([], token), drifted);
    assert.notEqual(await create(["keepalived not-running"], token), drifted);
  });

  it("refuses a wrong group before anything is registered", async () => {
    await assert.rejects(declareUi(undefined, { order: ["n1", "n4"] }), /n4 is no node of the cluster/);
  });
});
