import assert from "node:assert/strict";
import fc from "fast-check";
import { judgements } from "../../policy/judgements";
import { command, type Declared, keepalived, Pack, violations } from "./pack";
import { secret, unknown } from "./wire";

const instance = (more: string, name = "ui") =>
  `vrrp_instance ${name} {\n    virtual_router_id 51\n    priority 100\n${more}\n}`;
const password: Declared = {
  type: "random:index/randomPassword:RandomPassword",
  name: "vrrp-password",
  inputs: { length: 16, special: false },
};

describe("the policies of the pack", () => {
  it("judge a generated password, unknown at a first preview, by the length asked for", async () => {
    const program = [
      password,
      command("a", { create: "cat >/etc/keepalived/keepalived.conf", stdin: unknown }),
      command("b", { create: unknown }),
    ];
    assert.deepEqual(await violations(program, {}, "vrrp-auth-pass-length"), [
      "vrrp-password.length: has 16 characters; VRRP carries 8 and keepalived cuts off the rest; write length: 8 where it's generated, and a password of 8 characters where it's given",
    ]);
    assert.deepEqual(
      await violations([{ ...password, inputs: { length: 8 } }], {}, "vrrp-auth-pass-length"),
      [],
    );
    assert.deepEqual(await violations([{ ...password, name: "database" }], {}, "vrrp-auth-pass-length"), []);
  });

  it("judge it again once it's known", async () => {
    const pack = new Pack();
    const node = (stdin: string) => command("a", { create: "cat >/etc/keepalived/keepalived.conf", stdin });
    assert.deepEqual((await pack.register(node(unknown))).violations, []);
    const text = instance(
      "    authentication {\n        auth_type PASS\n        auth_pass abcdefghijkl\n    }",
    );
    const [found] = (
      await pack.register(
        command("a", { create: "cat >/etc/keepalived/keepalived.conf", stdin: secret(text) }),
      )
    ).violations;
    assert.equal(found?.policy, "vrrp-auth-pass-length");
    assert.ok(!found.message.includes("abcdefghijkl"), "the password is in the message");
  });

  it("survive any input that isn't known yet", async () => {
    const rich: Declared[] = [
      password,
      { type: "command:local:Command", name: "l", inputs: { create: "ssh a true", environment: { A: "b" } } },
      command("a", {
        create: "cat >/etc/haproxy/haproxy.cfg",
        stdin: "frontend x\n  bind :80\n",
        logging: "none",
        environment: { A: "b" },
      }),
      {
        type: "quorate:keepalived:VrrpGroup",
        name: "g",
        inputs: { group: { name: "g", members: [] }, authPass: "x" },
      },
    ];
    const blank = (value: unknown, chosen: () => boolean): unknown => {
      if (chosen()) return unknown;
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, blank(each, chosen)]));
    };
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.boolean()), async (choices) => {
        const next = () => choices.next().value === true;
        const program = rich.map((resource) => {
          const inputs = Object.entries(resource.inputs).map(([key, value]) => [key, blank(value, next)]);
          return { ...resource, inputs: Object.fromEntries(inputs) as object };
        });
        assert.ok(Array.isArray(await violations(program)));
      }),
      { numRuns: 100 },
    );
  });

  it("tell a clash of two machines at the second one, and again when it's registered again", async () => {
    const [a, b] = [keepalived("a", instance("")), keepalived("b", instance(""))];
    const pack = new Pack();
    const about = async (resource: Declared) =>
      (await pack.register(resource)).violations.filter(({ policy }) => policy === "vrrp-priority-unique")
        .length;
    assert.deepEqual([await about(a), await about(b)], [0, 1]);
    // The update after the preview: whichever comes first stops it.
    assert.deepEqual([await about(a), await about(b)], [1, 1]);
  });

  it("take files of one machine for one configuration, whichever command writes them", async () => {
    const scripts = command(
      "scripts",
      { create: "tee /etc/keepalived/conf.d/10.conf <<'E'\nvrrp_script c {\n script /c\n weight -10\n}\nE" },
      "a",
    );
    const own = command(
      "instances",
      { create: `tee /etc/keepalived/conf.d/20.conf <<'E'\n${instance("track_script {\n c\n}")}\nE` },
      "a",
    );
    const other = keepalived("b", instance("").replace("100", "90"));
    for (const program of [
      [scripts, own, other],
      [own, other, scripts],
      [other, own, scripts],
    ]) {
      const found = await violations(program, {}, "vrrp-failover-possible");
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(
        found[0] ?? "",
        /^a:\/etc\/keepalived\/conf\.d\/20\.conf:5 track_script c: -10.*90 against b's 90/,
      );
    }
  });

  it("wait with what may still come until everything is known", async () => {
    const pack = new Pack();
    const { violations: first } = await pack.register(keepalived("a", instance("")));
    assert.deepEqual(first, []);
    assert.deepEqual(
      (await pack.finish()).map(({ policy }) => policy),
      ["vrrp-two-members"],
    );
    await pack.register(keepalived("b", instance("").replace("100", "90")));
    assert.deepEqual(await pack.finish(), []);
  });

  it("look at what local commands do over ssh, at copied texts, and at other languages' scripts", async () => {
    const wrong = instance("").replace("51", "256");
    const python = `python3 - <<'E'\nopen("/etc/keepalived/keepalived.conf", "w").write("""${wrong}""")\nE`;
    const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: wrong };
    const programs: Declared[] = [
      {
        type: "command:local:Command",
        name: "l",
        inputs: { create: `ssh a 'cat >/etc/keepalived/keepalived.conf' <<'E'\n${wrong}\nE` },
      },
      command("python", { create: python }),
      command("environment", { create: "make-it-so", environment: { CONF: wrong } }),
      {
        ...command("copied", { source: asset, remotePath: "/etc/keepalived/keepalived.conf" }),
        type: "command:remote:CopyToRemote",
      },
    ];
    for (const program of programs) {
      const found = await violations([program], {}, "vrrp-number-range");
      assert.match(found.join("\n"), /256 is outside 1 to 255/, program.name);
    }
  });
});

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
      ["vrrp-auth-pass-length", [password], { minimum: 8, maximum: 16 }],
      ["vrrp-vip-in-subnet", [vip("198.51.100.9/24")], { subnets: ["198.51.100.0/24"] }],
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

  it("can ask for TLS 1.3", async () => {
    const program = [
      command("a", { create: "cat >/etc/haproxy/haproxy.cfg <<'E'\nfrontend x\n bind :443 ssl crt /x\nE" }),
    ];
    assert.deepEqual(await violations(program, {}, "haproxy-tls-minimum"), []);
    const [found] = await violations(
      program,
      { "haproxy-tls-minimum": { minimum: "TLSv1.3" } },
      "haproxy-tls-minimum",
    );
    assert.match(found ?? "", /takes TLSv1\.2, which is older than TLSv1\.3/);
  });
});

describe("remediation", () => {
  it("is off unless asked for", async () => {
    const { inputs, violations: found } = await new Pack().register(password);
    assert.equal(inputs["length"], 16);
    assert.equal(found.length, 1);
  });

  it("corrects the length of a generated password, and keeps secrets secret", async () => {
    const pack = new Pack({ "vrrp-auth-pass-length": "remediate" });
    const { inputs, violations: found } = await pack.register({
      ...password,
      inputs: { length: 16, keepers: { seed: secret("s") }, special: unknown },
    });
    assert.deepEqual(inputs, { length: 8, keepers: { seed: secret("s") }, special: unknown });
    assert.deepEqual(found, []);
    assert.deepEqual((await pack.register({ ...password, name: "database" })).inputs["length"], 16);
    assert.deepEqual(
      (await pack.register({ ...password, inputs: { length: unknown } })).inputs["length"],
      unknown,
    );
  });

  it("corrects the group's args with it", async () => {
    const group = {
      name: "ui",
      members: [],
      virtualIpaddress: [],
      checks: [],
      interfaces: [],
      notify: {},
      authPass: { kind: "generated", length: 12 },
    };
    const pack = new Pack({ "vrrp-auth-pass-length": "remediate" });
    const resource = { type: "quorate:keepalived:VrrpGroup", name: "ui", inputs: { group, subnets: [] } };
    const { inputs, violations: found } = await pack.register(resource);
    assert.deepEqual((inputs["group"] as typeof group).authPass, { kind: "generated", length: 8 });
    assert.deepEqual(found, []);
  });

  it("is there for nothing else: nobody knows a host's key", () => {
    const able = judgements.filter(({ remediate }) => remediate).map(({ rule }) => rule.policy);
    assert.deepEqual(able, ["vrrp-auth-pass-length"]);
  });
});
