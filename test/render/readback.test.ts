import assert from "node:assert/strict";
import fc from "fast-check";
import { type Model, type Node, type VrrpGroup, parseConfiguration } from "../../model";
import { printCidr } from "../../model/address";
import { isCheck } from "../../model/vrrp/track";
import { vrrpGroup } from "../../render";
import { type Entry, listOf, readKeepalived, valueOf } from "../support/render/keepalivedReader";
import { configurations } from "../support/render/models";
import { unitsOf } from "../support/render/stacks";

/** Calls `each` for all members of all groups, with the entries of their files. */
function everyMember(model: Model, each: (group: VrrpGroup, node: Node, entries: Entry[]) => void): void {
  for (const group of model.vrrpGroups) {
    for (const { node: name } of group.members) {
      const node = model.cluster.nodes.find((candidate) => candidate.name === name);
      assert.ok(node);
      const { files } = vrrpGroup(group, model.cluster, node);
      const texts = files.filter(({ path }) => path.endsWith(".conf")).map(({ content }) => content);
      each(group, node, readKeepalived(texts.join("\n")));
    }
  }
}

describe("a rendered VRRP group", () => {
  it("reads back to the model's values, for any valid model", () => {
    fc.assert(
      fc.property(configurations, (input) => {
        everyMember(parseConfiguration(input), (group, node, entries) => {
          const member = group.members.find((candidate) => candidate.node === node.name);
          const instance = entries.find(({ words }) => words[0] === "vrrp_instance");
          assert.ok(member && instance?.body);
          const { body, words } = instance;
          assert.deepEqual(words, ["vrrp_instance", group.name]);
          const values = ["state", "interface", "virtual_router_id", "priority", "version", "advert_int"];
          assert.deepEqual(
            values.map((name) => valueOf(body, name)),
            [
              member.state,
              member.interface,
              ...[group.virtualRouterId, member.priority, group.version, group.advertInt].map(String),
            ],
          );
          assert.deepEqual(listOf(body, "virtual_ipaddress"), group.virtualIpaddress.map(printCidr));
          assert.equal(valueOf(body, "nopreempt") !== undefined, group.nopreempt);
          assert.equal(
            valueOf(body, "preempt_delay"),
            group.preemptDelay ? String(group.preemptDelay) : undefined,
          );
          assert.deepEqual(
            listOf(body, "authentication"),
            group.version === 3 ? [] : ["auth_type PASS", "auth_pass {{secret:auth_pass}}"],
          );
        });
      }),
      { numRuns: 50 },
    );
  });

  it("names as unicast peers all other members, and no other address", () => {
    fc.assert(
      fc.property(configurations, (input) => {
        everyMember(parseConfiguration(input), (group, node, entries) => {
          const body = entries.find(({ words }) => words[0] === "vrrp_instance")?.body ?? [];
          const own = valueOf(body, "unicast_src_ip");
          const all = group.members.map(({ address }) => address);
          assert.equal(own, group.unicast ? node.address : undefined);
          assert.deepEqual(
            [...listOf(body, "unicast_peer"), ...(own ? [own] : [])].sort(),
            group.unicast ? all.sort() : [],
          );
        });
      }),
      { numRuns: 50 },
    );
  });

  it("tracks scripts that are defined, whose files are there and executable", () => {
    fc.assert(
      fc.property(configurations, (input) => {
        const model = parseConfiguration(input);
        everyMember(model, (group, node, entries) => {
          const defined = entries.filter(({ words }) => words[0] === "vrrp_script");
          const body = entries.find(({ words }) => words[0] === "vrrp_instance")?.body ?? [];
          assert.deepEqual(
            defined.map(({ words }) => words[1]),
            listOf(body, "track_script"),
          );
          const executable = vrrpGroup(group, model.cluster, node).files.filter(
            ({ mode }) => mode === "0755",
          );
          const events = entries
            .flatMap((entry) => entry.body ?? [])
            .filter(({ words }) => /^notify_/.test(words[0] ?? ""));
          const named = [
            ...defined.map((entry) => valueOf(entry.body ?? [], "script")),
            ...events.map(({ words }) => words[1]),
          ];
          assert.deepEqual(named.sort(), executable.map(({ path }) => path).sort());
          defined.forEach(({ body: script = [] }, index) => {
            const check = group.tracks.filter(isCheck)[index];
            assert.deepEqual(
              ["interval", "fall", "rise", "weight"].map((name) => Number(valueOf(script, name))),
              [check?.interval, check?.fall, check?.rise, check?.weight],
            );
          });
        });
      }),
      { numRuns: 50 },
    );
  });

  it("agrees on one wire signature among its members, which changes with the settings that members compare", () => {
    fc.assert(
      fc.property(configurations, (input) => {
        const model = parseConfiguration(input);
        const signatures = new Map<string, Set<string | undefined>>();
        everyMember(model, (group, node) => {
          const { wire } = vrrpGroup(group, model.cluster, node);
          const { virtualIpaddress } = group;
          const shorter = { ...group, virtualIpaddress: virtualIpaddress.slice(1) };
          const other = vrrpGroup(shorter, model.cluster, node).wire;
          assert.notEqual(wire?.signature, other?.signature);
          signatures.set(group.name, (signatures.get(group.name) ?? new Set()).add(wire?.signature));
        });
        for (const [name, found] of signatures) assert.equal(found.size, 1, name);
      }),
      { numRuns: 30 },
    );
  });
});

describe("rendering", () => {
  it("gives the same units every time", () => {
    fc.assert(
      fc.property(configurations, (input) => {
        const [first, second] = [parseConfiguration(input), parseConfiguration(structuredClone(input))];
        first.cluster.nodes.forEach((node, index) => {
          const same = second.cluster.nodes[index];
          assert.ok(same);
          assert.deepEqual(unitsOf(first, node), unitsOf(second, same));
        });
      }),
      { numRuns: 30 },
    );
  });

  it("never holds a secret that the configuration has", () => {
    const password = fc.stringMatching(/^[A-Za-z0-9]{8}$/).filter((text) => !/password/i.test(text));
    fc.assert(
      fc.property(configurations, password, (input, authPass) => {
        const vrrp = Object.entries(input.vrrp as Record<string, { version: number }>);
        const secret = vrrp.map(([name, group]) => [
          name,
          group.version === 2 ? { ...group, authPass } : group,
        ]);
        const model = parseConfiguration({ ...input, vrrp: Object.fromEntries(secret) as unknown });
        for (const node of model.cluster.nodes)
          assert.ok(!JSON.stringify(unitsOf(model, node)).includes(authPass));
      }),
      { numRuns: 30 },
    );
  });
});
