import assert from "node:assert/strict";
import { blocked, notInForce } from "../../../components/ha/adoption";
import { askHa, type LiveHa, type LiveRule } from "../../../components/ha/live";
import { refusals } from "../../../components/ha/refusals";
import { type HaInput, parseCluster, parseHa } from "../../../model";
import { threeNodes } from "../../support/pulumi/mockedStack";

const { name, networks, nodes } = threeNodes();
const cluster = parseCluster({ name, networks, nodes });

function refused(
  input: HaInput,
  versions: readonly string[],
  guests?: readonly string[],
  localDisks = {},
): string[] {
  const live = {
    localDisks: new Map(Object.entries(localDisks)),
    versions: new Map(versions.map((version, index) => [`n${String(index + 1)}`, version])),
    ...(guests ? { guests: new Set(guests) } : {}),
  };
  return refusals(parseHa(input, cluster), live as unknown as LiveHa);
}

const two = { "vm:100": {}, "vm:101": {} };
const on8 = ["8.4.1", "8.4.1", "8.4.1"];
const on9 = ["9.1.6", "9.1.6", "9.1.6"];

describe("HA", () => {
  const apart = { resources: ["vm:100", "vm:101"], affinity: "negative" as const };
  const cases: [string, string[], RegExp[]][] = [
    ["takes everything on 9", refused({ resources: two, rules: { apart } }, on9), []],
    [
      "keeps no guests apart on 8",
      refused({ resources: two, rules: { apart } }, on8),
      [/ha\.rules\.apart: Proxmox VE 8/],
    ],
    [
      "has one failback for a group on 8",
      refused(
        {
          resources: { ...two, "vm:101": { failback: false } },
          rules: { on: { resources: ["vm:100", "vm:101"], nodes: { n1: 1 } } },
        },
        on8,
      ),
      [/the rule on: on Proxmox VE 8 all its guests need the same failback/],
    ],
    [
      "has no failback without nodes on 8",
      refused({ resources: { "vm:100": { failback: false } } }, on8),
      [/ha\.resources\["vm:100"\]\.failback: on Proxmox VE 8 it needs nodes/],
    ],
    [
      "changes nothing while releases are mixed",
      refused({ resources: two }, ["9.1.6", "8.4.1", "9.1.6"]),
      [/different releases of Proxmox VE \(n1: 9\.1\.6, n2: 8\.4\.1, n3: 9\.1\.6\)/],
    ],
    [
      "needs Proxmox VE 8",
      refused({ resources: two }, ["7.4-3", "7.4-3", "7.4-3"]),
      [/HA needs Proxmox VE 8 or later \(n1: 7\.4-3/],
    ],
    [
      "needs each guest's disks on more than one node, unless it must stay on one",
      refused(
        { resources: { ...two, "vm:102": { prefer: { n1: 1 }, strict: true } } },
        on9,
        ["vm:100", "vm:101", "vm:102"],
        {
          "vm:101": [{ disk: "scsi0", place: "local-lvm" }],
          "vm:102": [{ disk: "scsi0", place: "local-lvm" }],
        },
      ),
      [/ha\.resources\["vm:101"\]: other nodes can't read its disks scsi0 \(local-lvm\).*replication job/],
    ],
    [
      "knows guests of the other type, and none",
      refused({ resources: two }, on9, ["ct:100"]),
      [/\["vm:100"\]: .*write ct:100/, /\["vm:101"\]: .*create the guest first/],
    ],
  ];
  for (const [title, found, expected] of cases)
    it(title, () => {
      assert.equal(found.length, expected.length, found.join("\n"));
      for (const [index, words] of expected.entries()) assert.match(found[index] ?? "", words);
    });
});

describe("a rule that is in force", () => {
  const { rules } = parseHa(
    { resources: two, rules: { on: { resources: ["vm:100", "vm:101"], nodes: { n2: 1, n1: 2 } } } },
    cluster,
  );
  const live: LiveRule = {
    rule: "on",
    type: "node-affinity",
    resources: "vm:100,vm:101",
    nodes: "n1:2,n2:1",
    strict: 0,
  };
  const cases: [string, LiveRule[], RegExp | undefined][] = [
    ["is as wanted", [live], undefined],
    ["is there", [{ ...live, rule: "other" }], /on: it is gone/],
    ["isn't ignored", [{ ...live, errors: { resources: ["because"] } }], /Proxmox VE ignores it: because/],
    ["is enabled", [{ ...live, disable: 1 }], /it is disabled/],
    ["has all its guests", [{ ...live, resources: "vm:100" }], /other guests or nodes/],
    ["has its priorities", [{ ...live, nodes: "n1:2,n2:2" }], /other guests or nodes/],
  ];
  for (const [title, found, words] of cases)
    it(title, () => {
      const [problem, ...more] = notInForce(rules, found);
      assert.deepEqual(more, []);
      if (words) assert.match(problem ?? "", words);
      else assert.equal(problem, undefined);
    });
});

describe("a new rule", () => {
  const { rules } = parseHa(
    { resources: two, rules: { on: { resources: ["vm:100", "vm:101"], nodes: { n1: 1 } } } },
    cluster,
  );
  const nodes = ["n1", "n2", "n3"];
  const old = (rule: string, resources: string, more: object = {}): LiveRule => ({
    ...{ rule, type: "node-affinity", resources, nodes: "n2", strict: 0, ...more },
  });

  it("takes the place of one rule on its guests", () => {
    assert.deepEqual(blocked(rules, [old("a1", "vm:100")], nodes), []);
  });

  it("is refused beside a second one, which Pulumi would delete too late", () => {
    const [line = "", ...more] = blocked(rules, [old("a1", "vm:100"), old("a2", "vm:101")], nodes);
    assert.match(
      line,
      /^on can't be beside a2, .*'vm:101' is already used in another node affinity rule\. Leave on out/,
    );
    assert.deepEqual(more, []);
  });

  it("is taken beside a disabled one, and if it is in force already", () => {
    assert.deepEqual(blocked(rules, [old("a1", "vm:100"), old("a2", "vm:101", { disable: 1 })], nodes), []);
    const inForce = old("on", "vm:100,vm:101", { nodes: "n1:1" });
    assert.deepEqual(blocked(rules, [inForce, old("a1", "vm:100")], nodes), []);
  });
});

describe("an API token of another form", () => {
  it("is refused before anything is asked, and isn't printed", async () => {
    for (const token of ["0a1b2c3d-0000", "root@pam!x", "root@pam!x=a b"])
      await assert.rejects(askHa(parseHa({ resources: two }, cluster), cluster, token), (error: Error) => {
        assert.match(error.message, /hasn't the form USER@REALM!NAME=SECRET/);
        assert.ok(!error.message.includes(token));
        return true;
      });
  });
});
