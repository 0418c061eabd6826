import assert from "node:assert/strict";
import { command, type Declared, generated, keepalived, Pack, violations } from "../support/policy/pack";
import { secret } from "../support/policy/wire";

const instance = (more: string) =>
  `vrrp_instance ui {\n    virtual_router_id 51\n    priority 100\n${more}\n}`;

describe("the pack's configuration", () => {
  const wrong = command("a", { create: "echo 'root:correct-horse' | chpasswd" });

  it("changes levels, of one policy and of all", async () => {
    const level = async (config: ConstructorParameters<typeof Pack>[0]) =>
      (await new Pack(config).register(wrong)).violations.map((each) => each.level);
    assert.deepEqual(await level({}), ["mandatory"]);
    assert.deepEqual(await level({ "command-secrets": "advisory" }), ["advisory"]);
    assert.deepEqual(await level({ all: "advisory" }), ["advisory"]);
    assert.deepEqual(await level({ "command-secrets": "disabled" }), []);
  });

  it("can leave one policy alone, without the one that reads for it", async () => {
    const { violations: found } = await new Pack({
      all: "disabled",
      "command-secrets": "mandatory",
    }).register(wrong);
    assert.equal(found.length, 1);
  });

  it("sees by the level of inputs alone what is a secret", async () => {
    const secretive = command("a", { create: secret("join --token abc") });
    const found = async (config?: ConstructorParameters<typeof Pack>[0]) =>
      (await new Pack(config).register(secretive)).violations.map(({ policy }) => policy);
    assert.deepEqual(await found(), ["command-secrets"]);
    assert.deepEqual(await found({ all: "mandatory" }), []);
    assert.deepEqual(await found({ all: "mandatory", inputs: "remediate" }), ["command-secrets"]);
  });

  const two = (more = "") =>
    command("a", {
      create: `cat >/etc/corosync/corosync.conf <<'E'\nnodelist {\nnode {\nring0_addr: a\n}\nnode {\nring0_addr: b\n}\n}\nquorum {\ntwo_node: 1\n}\nE\n${more}`,
    });
  const watchdog = "cat >/fence <<'E'\nip link show x | grep UP || poweroff\nE";
  const vip = (address: string) => keepalived("192.0.2.11", instance(`virtual_ipaddress {\n${address}\n}`));
  const cases: readonly (readonly [policy: string, program: Declared[], options: Record<string, unknown>])[] =
    [
      ["vrrp-auth-pass-length", [generated(16)], { minimum: 8, maximum: 16 }],
      ["vrrp-vip-neighbours", [vip("198.51.100.9/24")], { subnets: ["198.51.100.0/24"] }],
      ["quorum-two-nodes", [two(watchdog)], { accepted: true }],
      ["quorum-nic-watchdog", [two(watchdog), command("b", { create: watchdog })], { directLink: false }],
    ];
  for (const [policy, program, options] of cases) {
    it(`changes ${policy} with ${JSON.stringify(options)}`, async () => {
      assert.notDeepEqual(await violations(program, {}, policy), []);
      assert.deepEqual(await violations(program, { [policy]: options }, policy), []);
    });
  }

  it("names VRIDs of other stacks, which are taken then", async () => {
    const others = [{ stack: "edge", network: "192.0.2.0/24", virtualRouterIds: [51, 52] }];
    const program = [vip("192.0.2.100/24")];
    assert.deepEqual(await violations(program, {}, "vrrp-vrid-unique"), []);
    const [found] = await violations(program, { "vrrp-vrid-unique": { others } }, "vrrp-vrid-unique");
    assert.match(found ?? "", /51 is stack edge's already.*write 53$/);
  });

  const haproxy = (text: string) => [
    command("a", { create: `cat >/etc/haproxy/haproxy.cfg <<'E'\n${text}\nE` }),
  ];

  it("finds old TLS to servers as well, in each place", async () => {
    const server = (global: string, own: string) =>
      haproxy(`global\n ${global}\nbackend x\n default-server check\n server a 192.0.2.21:443 ssl ${own}`);
    const judge = (global: string, own: string) => violations(server(global, own), {}, "haproxy-tls-minimum");
    const tls10 = await judge("", "ssl-min-ver TLSv1.0");
    assert.match(tls10[0] ?? "", /takes TLSv1\.0.*at the server, or in ssl-default-server-options/);
    assert.equal((await judge("ssl-default-server-options ssl-min-ver TLSv1.1", "")).length, 1);
    assert.deepEqual(await judge("ssl-default-server-options ssl-min-ver TLSv1.1", "force-tlsv13"), []);
    assert.deepEqual(await judge("ssl-default-bind-options ssl-min-ver TLSv1.1", ""), []);
  });

  it("can ask for TLS 1.3", async () => {
    const program = haproxy("frontend x\n bind :443 ssl crt /x");
    assert.deepEqual(await violations(program, {}, "haproxy-tls-minimum"), []);
    const [found] = await violations(
      program,
      { "haproxy-tls-minimum": { minimum: "TLSv1.3" } },
      "haproxy-tls-minimum",
    );
    assert.match(found ?? "", /takes TLSv1\.2, which is older than TLSv1\.3/);
  });
});
