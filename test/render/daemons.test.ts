import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { parseConfiguration } from "../../model";
import type { Unit } from "../../agent/unit";
import { configurationCheck } from "../../render/vrrp/service";
import { configurations } from "../support/render/models";
import { cases, stackModel, unitsOf } from "../support/render/stacks";
import { onNode, secrets } from "../support/render/tree";

/** The units of the first node in a golden case. */
function firstNode(name: string): readonly Unit[] {
  const model = stackModel(name);
  const [node] = model.cluster.nodes;
  assert.ok(node);
  return unitsOf(model, node);
}

/** `units` with `to` in place of `from` in the files. */
function altered(units: readonly Unit[], from: string | RegExp, to: string): readonly Unit[] {
  return units.map((unit) => ({
    ...unit,
    files: unit.files.map((file) => ({ ...file, content: file.content.replace(from, to) })),
  }));
}

describe("the daemons' checkers", () => {
  const units = firstNode("lab");
  const haproxyCheck = units.find(({ name }) => name === "haproxy")?.validations[0] ?? "";
  const sshdCheck = units.find(({ name }) => name === "sshd")?.validations[1] ?? "";

  it("take any valid model's groups", () => {
    fc.assert(
      fc.property(configurations, (input) => {
        const model = parseConfiguration(input);
        const member = model.vrrpGroups[0]?.members[0]?.node;
        const node = model.cluster.nodes.find(({ name }) => name === member);
        assert.ok(node);
        const { code, output } = onNode(unitsOf(model, node), configurationCheck, ["vmbr0"]);
        assert.deepEqual({ code, output }, { code: 0, output: "" });
      }),
      { numRuns: 15 },
    );
  });

  for (const [title, check, from, to, words] of [
    [
      "keepalived, of nopreempt in a MASTER",
      configurationCheck,
      "advert_int 1",
      "nopreempt\nadvert_int 1",
      /nopreempt/,
    ],
    [
      "keepalived, of a cut password",
      configurationCheck,
      /\{\{secret:auth_pass\}\}/,
      "MySecretPass",
      /truncat/i,
    ],
    [
      "keepalived, of a script that isn't there",
      configurationCheck,
      '.sh"',
      '2.sh"',
      /cannot be accessed|not found/i,
    ],
    [
      "haproxy, of a backend that isn't there",
      haproxyCheck,
      "default_backend ssh",
      "default_backend sh",
      /unable to find/,
    ],
    ["sshd, of every address", sshdCheck, /ListenAddress.*/, "ListenAddress 0.0.0.0", /^$/],
  ] as const) {
    it(`hear a complaint of ${title}`, () => {
      const { code, output } = onNode(altered(units, from, to), check);
      assert.notEqual(code, 0, output);
      assert.match(output, words);
    });
  }

  it("refuse an sshd whose sshd_config doesn't include its directory", () => {
    const { code } = onNode(units, `mount --bind /dev/null /etc/ssh/sshd_config\n${sshdCheck}`);
    assert.notEqual(code, 0);
  });
});

describe("rendered scripts", () => {
  it("pass shellcheck", () => {
    const scripts = cases
      .flatMap(firstNode)
      .flatMap(({ files }) => files.filter(({ content }) => content.startsWith("#!")));
    assert.ok(scripts.length > 10);
    // Each text once, although several paths may have it.
    for (const [content, path] of new Map(scripts.map((script) => [script.content, script.path]))) {
      const { status, stdout } = spawnSync("shellcheck", ["-"], { input: content, encoding: "utf8" });
      assert.equal(status, 0, `${path}\n${stdout}`);
    }
  });
});

describe("sshd", () => {
  it("leaves the VIP's port to haproxy after a reload, and keeps its connections' address", () => {
    const script = `
      ip addr add 192.0.2.11/24 dev eth0; ip addr add 192.0.2.101/24 dev eth0; ip link set lo up
      mount --bind /etc/ssh/sshd_config.d /mnt; mount -t tmpfs tmpfs /etc/ssh/sshd_config.d
      /usr/sbin/sshd -D & sshd=$!
      until ss -Hltn | grep -q ':22 '; do sleep 0.1; done
      ss -Hltn | awk '{ print "before", $4 }'
      cp /mnt/* /etc/ssh/sshd_config.d/
      kill -HUP $sshd
      until ss -Hltn | grep -q '192.0.2.11:22 '; do sleep 0.1; done
      ss -Hltn | awk '{ print "after", $4 }'
      sysctl -qw net.ipv4.ip_nonlocal_bind=1
      haproxy -f /etc/haproxy/haproxy.cfg & haproxy=$!
      until ss -Hltn | grep -q '192.0.2.101:22 '; do sleep 0.1; done
      kill $haproxy $sshd`;
    const { code, output } = onNode(firstNode("lab"), script);
    assert.equal(code, 0, output);
    const listeners = output.split("\n").filter((line) => /^(before|after) /.test(line));
    assert.deepEqual(listeners.sort(), [
      "after 127.0.0.1:22",
      "after 192.0.2.11:22",
      "before 0.0.0.0:22",
      "before [::]:22",
    ]);
  });
});

describe("haproxy's TLS", () => {
  it("takes clients of its version alone, and clients without it are sent there", () => {
    const curl = "curl -s -o /dev/null --max-time 5";
    const script = `
      ip addr add 192.0.2.100/24 dev eth0; ip link set lo up
      haproxy -f /etc/haproxy/haproxy.cfg & haproxy=$!
      until ss -Hltn | grep -q '192.0.2.100:443 '; do sleep 0.1; done
      exec 2>/dev/null
      ${curl} -w 'plain %{http_code} %{redirect_url}\n' -H 'Host: www.example.net' http://192.0.2.100/a
      timeout 10 openssl s_client -connect 192.0.2.100:443 -tls1_3 </dev/null >/dev/null && echo well
      timeout 10 openssl s_client -connect 192.0.2.100:443 -tls1_2 </dev/null >/dev/null || echo refused
      kill $haproxy`;
    const { output } = onNode(firstNode("web-edge"), script);
    const answers = output.split("\n").filter((line) => /^(plain|well|refused)/.test(line));
    assert.deepEqual(answers, ["plain 301 https://www.example.net/a", "well", "refused"], output);
  });
});

describe("haproxy's statistics", () => {
  it("ask for the password, whatever is in it, and give metrics", () => {
    const login = `'admin:${secrets.stats_password.replaceAll("'", "'\\''")}'`;
    const status = "curl -s -o /dev/null --max-time 5 -w '%{http_code}\\n'";
    const script = `
      ip addr add 192.0.2.11/24 dev eth0; ip link set lo up
      sysctl -qw net.ipv4.ip_nonlocal_bind=1 net.ipv6.ip_nonlocal_bind=1
      haproxy -f /etc/haproxy/haproxy.cfg & haproxy=$!
      until ss -Hltn | grep -q ':8404 '; do sleep 0.1; done
      exec 2>/dev/null
      ${status} http://192.0.2.11:8404/stats
      ${status} -u admin:wrong http://192.0.2.11:8404/stats
      ${status} -u ${login} http://192.0.2.11:8404/stats
      curl -s http://192.0.2.11:8404/metrics | grep -c '^haproxy_server_status'
      kill $haproxy`;
    const { code, output } = onNode(firstNode("all-features"), script);
    assert.equal(code, 0, output);
    const answers = output.split("\n").filter((line) => /^\d+$/.test(line));
    assert.deepEqual(answers.slice(0, 3), ["401", "401", "200"]);
    assert.ok(Number(answers[3]) > 0);
  });
});
