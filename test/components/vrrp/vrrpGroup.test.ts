import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { ProxmoxCluster, VrrpGroup } from "../../../components";
import type { ClusterFacts } from "../../../components/cluster/gatherFacts";
import type { UnitFacts } from "../../../agent/facts";
import { noFacts } from "../../support/agent/noFacts";
import {
  clusterFacts,
  commands,
  declare,
  nodes,
  threeNodes,
  uiGroup,
  unitFacts,
} from "../../support/pulumi/mockedStack";

const facts = (held: string | undefined): ClusterFacts =>
  clusterFacts((node) => ({
    ...noFacts,
    addresses: node === held ? ["192.0.2.100"] : [],
    units: new Map([["ui", unitFacts]]),
  }));

const declareUi = (known?: ClusterFacts, more: object = {}, preview = false) =>
  declare(() => {
    const cluster = new ProxmoxCluster("lab", threeNodes(known));
    new VrrpGroup("ui", { ...uiGroup, ...more, cluster });
  }, preview);

/** The facts of a unit after its Command. */
function asApplied(stdin: string): UnitFacts {
  const [, text = "", secrets = "", signatureBase = ""] =
    /^([^]*^end\n)([^]*)^base (.*)\n$/m.exec(stdin) ?? [];
  const [, wire = ""] = /^wire \S+ \S+ (\S+)/m.exec(text) ?? [];
  const digest = (of: string): string => createHash("sha256").update(of).digest("hex");
  return {
    digest: digest(text),
    base: /^base (.*)$/m.exec(text)?.[1] ?? "",
    signature: digest(`${wire}\n${secrets}`),
    ...{ signatureBase, held: false, drift: [] },
  };
}

/** The input of an apply, and its two parts; a release has the second one alone. */
function partsOf(stdin: string): { stdin: string; manifest: string; secrets: string } {
  const [, manifest = "", secrets = ""] = /^([^]*^end\n)?([^]*)$/m.exec(stdin) ?? [];
  return { stdin, manifest, secrets };
}

/** A Command of n1, if n1 has this unit. */
async function registered(name: string, unit: UnitFacts | undefined, more?: object) {
  const units = new Map(unit ? [["ui", unit] as const] : []);
  const known = clusterFacts((node) =>
    node === "n1" ? { ...noFacts, stamp: "now", units } : (facts("n1").of(node) ?? noFacts),
  );
  const inputs = commands(await declareUi(known, more)).get(name)?.inputs ?? {};
  return { create: String(inputs["create"]), ...partsOf(String(inputs["stdin"])) };
}

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
        ...nodes.map((node) => `quorate:unit:NodeUnit ui-${node}`),
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
    assert.ok(!JSON.stringify({ ...command.inputs, stdin: "" }).includes("Sw0rdf1s"));
    assert.equal(command.inputs["create"], "sh /var/lib/quorate/node.sh apply");
    const input = String(command.inputs["stdin"]);
    assert.match(input, /\|.*auth_pass \{\{secret:auth_pass\}\}/);
    assert.match(input, /^end\nauth_pass Sw0rdf1s\nbase [0-9a-f]{12}\n$/m);
    assert.equal(command.inputs["update"], undefined);
    assert.equal(
      command.inputs["delete"],
      "cat >/dev/null; sh /var/lib/quorate/node.sh remove ui quorate/test/lab",
    );
    assert.equal(command.inputs["addPreviousOutputInEnv"], false);
  });

  it("tells policies of a password in clear, which it makes a secret all the same", async () => {
    for (const [authPass, inClear] of [
      ["Xk29fQa1", true],
      [pulumi.secret("Xk29fQa1"), undefined],
    ] as const) {
      const group = (await declareUi(undefined, { authPass })).get("quorate:vrrp:VrrpGroup ui");
      assert.ok(group);
      const { authPass: kind } = group.inputs["group"] as { authPass: { inClear?: boolean } };
      assert.equal(kind.inClear, inClear);
      const { authPass: wired, ...others } = group.wire;
      assert.ok("4dabf18193072939515e22adb298388d" in (wired as object));
      assert.ok(!JSON.stringify(others).includes("Xk29fQa1"));
    }
  });

  it("pins every node's host key", async () => {
    for (const { name, inputs } of commands(await declareUi()).values()) {
      assert.match((inputs["connection"] as { hostKey: string }).hostKey, /^ssh-ed25519 AAAA/, name);
    }
  });

  it("waits for keepalived on its node alone if nothing runs yet", async () => {
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
    it(`rolls ${order.join(", ")} if ${held ?? "no member"} holds the address`, async () => {
      const found = commands(await declareUi(facts(held)));
      const waits = order.map((node) =>
        found.get(`ui-${node}`)?.dependsOn.filter((name) => /^ui-n\d$/.test(name)),
      );
      assert.deepEqual(waits, [[], [`ui-${order[0]}`], [`ui-${order[0]}`, `ui-${order[1]}`].sort()]);
    });
  }

  it("releases no member before all have the change", async () => {
    const found = commands(await declareUi());
    for (const node of nodes) {
      const waits = found.get(`ui-${node}-release`)?.dependsOn.filter((name) => /^ui-n\d$/.test(name));
      assert.deepEqual(
        waits,
        nodes.map((each) => `ui-${each}`),
      );
    }
  });

  it("runs a release again only with the wire signature, or if a node is still held", async () => {
    const first = await registered("ui-n1", undefined);
    const applied = asApplied(first.stdin);
    const release = (unit: UnitFacts, more?: object) => registered("ui-n1-release", unit, more);
    const before = await release(applied);
    assert.deepEqual([before.secrets, await release(applied, { track: [] })], [first.secrets, before]);
    const moved = await release(applied, { virtualIpaddress: ["192.0.2.100/24", "192.0.2.102/24"] });
    assert.deepEqual([moved.create === before.create, moved.stdin === before.stdin], [false, false]);
    const held = await release({ ...applied, held: true });
    assert.deepEqual([held.create, held.stdin === before.stdin], [before.create, false]);
  });

  it("shows no change on a node that has it, and one if it has drifted, another one or none", async () => {
    const first = await registered("ui-n1", undefined);
    const applied = asApplied(first.stdin);
    assert.deepEqual(await registered("ui-n1", applied), first);

    const drifted = await registered("ui-n1", { ...applied, drift: ["keepalived not-running"] });
    assert.notEqual(drifted.manifest, first.manifest);
    assert.equal(drifted.secrets, first.secrets);
    const other = await registered("ui-n1", { ...applied, digest: unitFacts.digest });
    assert.deepEqual([other.manifest === first.manifest, other.secrets], [false, first.secrets]);
    const otherPassword = await registered("ui-n1", { ...applied, signature: unitFacts.signature });
    assert.deepEqual(
      [otherPassword.manifest, otherPassword.secrets === first.secrets],
      [first.manifest, false],
    );
  });

  it("says in a preview that what a node has isn't known if it can't be asked", async () => {
    const silent = clusterFacts((node) =>
      node === "n2" ? new Error("no route to host") : (facts("n1").of(node) ?? noFacts),
    );
    const found = commands(await declareUi(silent, {}, true));
    assert.match(String(found.get("keepalived-n2")?.inputs["stdin"]), /^base unknown$/m);
    assert.match(String(found.get("lab-n2")?.inputs["stdin"]), /^# base unknown$/m);
    assert.doesNotMatch(String(found.get("keepalived-n1")?.inputs["stdin"]), /unknown/);
  });

  it("refuses a wrong group before anything is registered", async () => {
    await assert.rejects(declareUi(undefined, { order: ["n1", "n4"] }), /n4 is no node of the cluster/);
  });
});
