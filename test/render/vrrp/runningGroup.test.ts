import assert from "node:assert/strict";
import { parseConfiguration } from "../../../model";
import { spoiled } from "../../support/model/configurations";
import { unitsOf } from "../../support/render/stacks";
import { onNode } from "../../support/render/tree";

/** The words of keepalived on n1 with these tracks, while `script` runs there. */
function played(track: readonly object[], script: string, more: object = {}): string {
  const model = parseConfiguration(
    spoiled({
      haproxy: undefined,
      "vrrp.ui": { ...fast, virtualRouterId: 51, order: ["n1", "n2"], track, ...more },
    }),
  );
  const [node] = model.cluster.nodes;
  assert.ok(node);
  const { code, output } = onNode(
    unitsOf(model, node),
    `mkdir -p /run/keepalived
     keepalived -n -l -D >/run/log 2>&1 & daemon=$!
     has() { until ip addr show eth0 | grep -q 192.0.2.100/; do sleep 0.05; done; echo has; }
     lacks() { while ip addr show eth0 | grep -q 192.0.2.100/; do sleep 0.05; done; echo lacks; }
     ${script}
     kill $daemon; wait $daemon || :`,
  );
  assert.equal(code, 0, output);
  return output.trim();
}

const fast = { version: 3, advertInt: 0.05, virtualIpaddress: ["192.0.2.100/24"] };

describe("keepalived with a group's checks, files and virtual MAC", () => {
  it("drains a node while its file has another number than 0", () => {
    const track = [{ file: "/run/keepalived/drain", weight: 0 }];
    const script = "has; echo 1 >/run/keepalived/drain; lacks; echo 0 >/run/keepalived/drain; has";
    assert.equal(played(track, script), "has\nlacks\nhas");
  });

  it("begins drained with the number of a file that is missing", () => {
    const track = [{ file: { path: "/run/keepalived/drain", initFile: 1 }, weight: 0 }];
    const script = `until grep -q 'entering FAULT state' /run/log; do sleep 0.05; done; lacks
      cat /run/keepalived/drain; echo 0 >/run/keepalived/drain; has`;
    assert.equal(played(track, script), "lacks\n1\nhas");
  });

  it("runs a script of yours with a shell, and a program without one", () => {
    const track = [
      {
        script: "test -e /run/a && test -e /run/b",
        interval: 1,
        fall: 1,
        rise: 1,
        weight: 0,
        initFail: true,
      },
      { script: { path: "/usr/bin/test -e /run/c" }, interval: 1, fall: 1, rise: 1, weight: 0 },
    ].map((check, index) => ({ ...check, name: `own-${String(index)}`, user: "nobody" }));
    assert.equal(
      played(track, "touch /run/a /run/b /run/c; has; rm /run/b; lacks; touch /run/b; has; rm /run/c; lacks"),
      "has\nlacks\nhas\nlacks",
    );
  });

  it("gives an address a virtual MAC, an interface, a scope and a label, and the group a route", () => {
    const more = {
      useVmac: true,
      virtualIpaddress: [
        "192.0.2.100/24",
        { address: "192.0.2.101/32", interface: "eth0", scope: "link", label: "eth0:1" },
      ],
      virtualRoutes: ["203.0.113.128/28 via 198.51.100.9"],
    };
    const script = `until ip addr show dev vrrp.51 2>/dev/null | grep -q 192.0.2.100/; do sleep 0.05; done
      until ip route | grep 203.0.113.128; do sleep 0.05; done
      ip link show vrrp.51 | grep -o 00:00:5e:00:01:33
      ip -o addr show | grep -o '192.0.2.101/32.*scope link.*eth0:1'`;
    const words = played([], script, more);
    assert.match(
      words,
      /^203\.0\.113\.128\/28 via 198\.51\.100\.9 dev eth0.*\n00:00:5e:00:01:33\n192\.0\.2\.101/,
    );
  });
});
