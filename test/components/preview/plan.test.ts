import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Answers } from "../../../agent/answers";
import type { Facts } from "../../../agent/facts";
import { noFacts } from "../../support/agent/noFacts";
import { manifest, manifestDigest } from "../../../agent/manifest";
import type { Unit } from "../../../agent/unit";
import { planOf } from "../../../components/preview/plan";
import { planWords } from "../../../components/preview/words";
import { parseConfiguration } from "../../../model";
import { readStackFile } from "../../../cli/operator/stackFile";
import { unitsOf } from "../../support/render/stacks";
import { unitFacts } from "../../support/pulumi/mockedStack";

const golden = `${__dirname}/golden`;
const names = ["n1", "n2", "n3"];

type Configuration = Parameters<typeof parseConfiguration>[0] & {
  vrrp: { ui: Record<string, unknown>; ssh?: object };
  haproxy?: object;
};

/** The units of each node of the lab's stack, after an edit. */
function units(edit: (stack: Configuration) => void = () => undefined): Map<string, Unit[]> {
  const stack = structuredClone(readStackFile("Pulumi.lab.yaml")) as unknown as Configuration;
  edit(stack);
  const model = parseConfiguration(stack);
  return new Map(model.cluster.nodes.map((node) => [node.name, unitsOf(model, node)]));
}

const text = (unit: Unit): string => manifest(unit, { owner: "a/b/c", base: "b", requires: [] });

/** The node's facts after an update to these units, with changes by hand. */
function factsAfter(
  applied: readonly Unit[],
  byHand: { drift?: Record<string, string[]>; edited?: Record<string, string>; holds?: string[] } = {},
): Facts {
  return {
    ...noFacts,
    addresses: byHand.holds ?? [],
    units: new Map(
      applied.map((unit) => [
        unit.name,
        { ...unitFacts, digest: manifestDigest(text(unit)), drift: byHand.drift?.[unit.name] ?? [] },
      ]),
    ),
    applied: {
      manifests: new Map(applied.map((unit) => [unit.name, text(unit)])),
      edited: new Map(Object.entries(byHand.edited ?? {})),
    },
  };
}

function plan(wanted: Map<string, Unit[]>, facts: Record<string, Facts | Error>) {
  const roll = ["n3", "n2", "n1"];
  const declared = [...wanted].flatMap(([node, all]) =>
    all.map((unit) => ({
      ...{ node, unit: unit.name, manifest: text(unit) },
      before: facts["n3"] === noFacts ? [] : roll.slice(0, roll.indexOf(node)),
    })),
  );
  return planOf(declared, new Answers(new Map(Object.entries(facts))));
}

const all = (of: (node: string) => Facts | Error): Record<string, Facts | Error> =>
  Object.fromEntries(names.map((node) => [node, of(node)]));
const standard = units();
const applied = (node: string): Unit[] => standard.get(node) ?? [];
const instance = "/etc/keepalived/conf.d/20-vrrp_instances-ui.conf";
const contentOf = (node: string, path: string): string =>
  (
    applied(node)
      .flatMap(({ files }) => files)
      .find((file) => file.path === path)?.content ?? ""
  ).replace(/\{\{secret:\w+\}\}/, "[secret]");

const holding = (node: string): string[] =>
  node === "n1" ? ["192.0.2.100"] : node === "n2" ? ["192.0.2.101"] : [];

const cases = {
  creation: () =>
    plan(
      standard,
      all(() => noFacts),
    ),
  change: () =>
    plan(
      units(({ vrrp }) => (vrrp.ui["advertInt"] = 2)),
      all((node) => factsAfter(applied(node), { holds: holding(node) })),
    ),
  "other order": () =>
    plan(
      units(({ vrrp }) => (vrrp.ui["order"] = ["n2", "n1", "n3"])),
      all((node) => factsAfter(applied(node), { holds: holding(node) })),
    ),
  "addresses and haproxy that go": () =>
    plan(
      units((stack) => {
        delete stack.haproxy;
        delete stack.vrrp.ssh;
        stack.vrrp.ui["virtualIpaddress"] = ["192.0.2.100/24", "192.0.2.102/24"];
      }),
      all((node) => factsAfter(applied(node), { holds: holding(node) })),
    ),
  drift: () =>
    plan(standard, {
      ...all((node) => factsAfter(applied(node), { holds: holding(node) })),
      n1: factsAfter(applied("n1"), {
        holds: ["192.0.2.100"],
        drift: {
          ui: [
            `${instance} 0644 root:root abc`,
            "/etc/keepalived/scripts/check_ui_pveproxy.sh absent",
            "keepalived disabled",
          ],
          haproxy: ["haproxy not-running", "net.ipv4.ip_nonlocal_bind not-set"],
        },
        edited: { [instance]: contentOf("n1", instance).replace(/priority \d+/, "priority 120") },
      }),
      n3: new Error("no route to host"),
    }),
  nothing: () =>
    plan(
      standard,
      all((node) => factsAfter(applied(node), { holds: holding(node) })),
    ),
};

describe("the plan of an update in words", () => {
  for (const [name, of] of Object.entries(cases)) {
    it(`of ${name} reads as it did`, () => {
      const words = `${planWords(of())}\n`;
      const file = `${golden}/${name}.txt`;
      if (process.env["UPDATE_GOLDEN"] === "1") {
        mkdirSync(golden, { recursive: true });
        writeFileSync(file, words);
      }
      assert.equal(
        words,
        readFileSync(file, "utf8"),
        "UPDATE_GOLDEN=1 writes the files anew; then look at git diff",
      );
    });
  }

  it("shows no hole and no secret's name", () => {
    for (const of of Object.values(cases)) assert.doesNotMatch(JSON.stringify(of()), /\{\{secret:\w/);
  });
});
