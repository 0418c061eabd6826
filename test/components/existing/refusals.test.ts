import assert from "node:assert/strict";
import { type Looked, parseLook } from "../../../agent/look/answer";
import { refusalsOf } from "../../../components/existing/refusals";
import { takenOn } from "../../../components/existing/takeOver";
import { parseConfiguration } from "../../../model";
import { spoiled } from "../../support/model/configurations";
import { unitsOf } from "../../support/render/stacks";

/** The answer of a node with these lines. */
function looked(...lines: readonly string[]): Looked {
  const answer = parseLook(["look", "platform Debian GNU/Linux 12", ...lines, "looked", ""].join("\n"));
  assert.ok(answer);
  return answer;
}

const yours = (path: string, text: string) => `yours ${path} ${Buffer.from(text).toString("base64")}`;

/** The texts of a node's refusals, for `base()` with changes. */
function refused(node: string, answer: Looked, changes: Readonly<Record<string, unknown>> = {}): string {
  const model = parseConfiguration(spoiled(changes));
  const found = model.cluster.nodes.find(({ name }) => name === node);
  assert.ok(found);
  const units = unitsOf(model, found);
  const taken = takenOn(node, units, answer).map(({ path }) => path);
  return refusalsOf(units, answer, model.cluster, node, taken)
    .map(({ text }) => text)
    .join("\n");
}

describe("a preview's refusals", () => {
  const eth0 = "interface eth0 192.0.2.11";

  it("are none on a node that fits", () => {
    assert.equal(refused("n1", looked(eth0)), "");
  });

  it("name an interface without an address of the group's family", () => {
    assert.match(refused("n1", looked("interface eth0")), /interface eth0 has no IPv4 address/);
    assert.match(refused("n1", looked("interface eth0 fe80::1")), /interface eth0 has no IPv4 address/);
  });

  it("name your own instance with the group's VRID, which an included folder has", () => {
    const conf =
      "vrrp_instance backup {\n interface eth0\n virtual_router_id 51\n virtual_ipaddress {\n 192.0.2.161/24\n }\n}\n";
    const answer = looked(eth0, yours("/etc/keepalived/conf.d/backup.conf", conf));
    assert.match(refused("n1", answer), /your instance backup .* has VRID 51 on eth0/);
  });

  it("judge a node by its own platform", () => {
    const proxmox = { "cluster.platform": "proxmox" };
    assert.match(refused("n3", looked(eth0), proxmox), /the platform is proxmox, and the node is Debian/);
    assert.equal(refused("n3", looked(eth0), { ...proxmox, "cluster.nodes.n3.platform": "debian" }), "");
  });
});

describe("files of yours at quorate's paths", () => {
  it("are told with the addresses that would go", () => {
    const conf =
      "vrrp_instance files {\n interface eth0\n virtual_router_id 60\n virtual_ipaddress {\n 192.0.2.160/24\n }\n}\n";
    const model = parseConfiguration(spoiled({}));
    const [node] = model.cluster.nodes;
    assert.ok(node);
    const [taken] = takenOn(
      "n1",
      unitsOf(model, node),
      looked(yours("/etc/keepalived/keepalived.conf", conf)),
    );
    assert.equal(taken?.service, "keepalived");
    assert.match(taken.stops.join(), /files, VRID 60 on eth0, 192\.0\.2\.160/);
  });
});
