import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { command, type Declared, generated, keepalived, Pack, violations } from "../support/policy/pack";
import { secret, unknown } from "../support/policy/wire";

const instance = (more: string, name = "ui") =>
  `vrrp_instance ${name} {\n    virtual_router_id 51\n    priority 100\n${more}\n}`;
const password = generated(16);

describe("the policies of the pack", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-copied-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("judge a generated password, unknown at a first preview, by the length asked for", async () => {
    const program = [
      password,
      command("a", { create: "cat >/etc/keepalived/keepalived.conf", stdin: unknown }),
      command("b", { create: unknown }),
    ];
    assert.deepEqual(await violations(program, {}, "vrrp-auth-pass-length"), [
      "vrrp-password.length: has 16 characters, but VRRP carries 8, and keepalived cuts off the rest; write length: 8 to generate one, or a password of 8 characters",
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
        type: "quorate:vrrp:VrrpGroup",
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
    // This is the update after the preview: the first registration stops it, in any order.
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

  it("wait for later resources until everything is known", async () => {
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

  it("look at what local commands do over ssh, at copied texts and folders, and at other languages' scripts", async () => {
    const wrong = instance("").replace("51", "256");
    const python = `python3 - <<'E'\nopen("/etc/keepalived/keepalived.conf", "w").write("""${wrong}""")\nE`;
    const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: wrong };
    mkdirSync(join(folder, "keepalived"));
    writeFileSync(join(folder, "keepalived/keepalived.conf"), wrong);
    const archive = { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", path: folder };
    const programs: Declared[] = [
      {
        ...command("folder", { source: archive, remotePath: "/etc" }),
        type: "command:remote:CopyToRemote",
      },
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
