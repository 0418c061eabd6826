import assert from "node:assert/strict";
import { manifest } from "../../agent/manifest";
import { parseConfiguration } from "../../model";
import { spoiled } from "../support/model/configurations";
import { command, type Declared, Pack, type Violation } from "../support/policy/pack";
import { cases, stackModel, unitsOf } from "../support/render/stacks";

/** The units of a node as components register them. `raw: true` at all units shows every file to the pack. */
function declared(model: ReturnType<typeof stackModel>, all: boolean): Declared[] {
  return model.cluster.nodes.slice(0, 1).flatMap((node) =>
    unitsOf(model, node).flatMap((unit): Declared[] => {
      const text = manifest(unit, { owner: "p/s/c", base: "none", requires: [] });
      const type = "quorate:unit:NodeUnit";
      const inputs = { node: node.name, unit: unit.name, ...(all || unit.raw ? { raw: true } : {}) };
      const own = command(`${unit.name}-${node.name}`, { create: "apply", stdin: text }, node.address);
      return [
        { type, name: "its-parent", inputs },
        { ...own, parent: type },
      ];
    }),
  );
}

async function found(resources: readonly Declared[]): Promise<Violation[]> {
  const pack = new Pack();
  const all: Violation[] = [];
  for (const resource of resources) all.push(...(await pack.register(resource)).violations);
  return [...all, ...(await pack.finish())];
}

const onRaw = (changes: Readonly<Record<string, unknown>>) =>
  found(declared(parseConfiguration(spoiled(changes)), false));

describe("the pack on files with raw lines", () => {
  for (const [title, changes, policy, words] of [
    [
      "a number that keepalived replaces",
      { "vrrp.ui.raw": ["down_timer_adverts 900"] },
      "vrrp-value-range",
      /down_timer_adverts/,
    ],
    [
      "a bare number of haproxy",
      { "haproxy.defaults": { raw: ["timeout http-request 5"] } },
      "haproxy-time-unit",
      /timeout http-request/,
    ],
    [
      "a backend that isn't there",
      { "haproxy.frontends.ssh.raw": ["use_backend other if { src 192.0.2.9 }"] },
      "haproxy-backend-exists",
      /other/,
    ],
    [
      "a line that the mode ignores",
      { "haproxy.frontends.ssh.raw": ["http-request deny"] },
      "haproxy-line-ignored",
      /http-request/,
    ],
  ] as const) {
    it(`finds ${title}`, async () => {
      const own = (await onRaw(changes)).filter((each) => each.policy === policy);
      assert.match(own[0]?.message ?? "", words);
      assert.match(own[0]?.message ?? "", /^192\.0\.2\.11:\/etc\//);
    });
  }

  it("finds nothing in sound ones, and reads no other file", async () => {
    assert.deepEqual(await onRaw({ "vrrp.ui.raw": ["accept"] }), []);
    const wrong = {
      "vrrp.ui.advertInt": 0.5,
      "vrrp.ui.version": 3,
      "haproxy.global": { raw: ["nbthread 2"] },
    };
    assert.deepEqual(await onRaw(wrong), []);
  });

  for (const name of cases) {
    it(`refuses no file that quorate renders for ${name}`, async () => {
      const refused = (await found(declared(stackModel(name), true))).filter(
        ({ level }) => level === "mandatory",
      );
      assert.deepEqual(
        refused.map(({ policy, message }) => `${policy} ${message}`),
        [],
      );
    });
  }
});
