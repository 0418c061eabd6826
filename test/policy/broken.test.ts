import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Project } from "../support/pulumi/project";
import * as cli from "../support/policy/engine";
import { mandatory, preview } from "../support/policy/preview";

/** Words of the violations, by policy. */
type Refusals = Readonly<Record<string, RegExp>>;

const passwords: Refusals = {
  "vrrp-auth-pass-published": /auth_pass: is an example from a published article/,
  "vrrp-auth-pass-secret": /auth_pass: is in clear/,
};

/** The violations of each stack. The first five follow the articles that started this project, in their order. */
const stacks: Readonly<Record<string, Refusals>> = {
  "ui-behind-a-vip": {
    ...passwords,
    "vrrp-check-command": /pidof is a link to killall5/,
    "vrrp-keyword-ignored": /weight -20 has no effect in global_defs/,
    "vrrp-script-user": /script_user: root runs checks/,
  },
  "ssh-behind-haproxy": {
    ...passwords,
    "vrrp-auth-pass-length": /has 12 characters/,
    "vrrp-check-command": /pidof is a link to killall5/,
    "vrrp-failover-possible": /has 100 against 192\.168\.2\.231's 100: a tie.*192\.168\.2\.231 of 192/,
    "vrrp-script-user": /enable_script_security is missing/,
  },
  "cluster-of-four": {
    "command-host-key": /join-pve2\.connection: has no hostKey/,
    "command-secrets": /join-pve2\.create: has a password in it/,
    "quorum-even-nodes": /4 votes of 4 nodes can split into halves without a majority/,
  },
  "two-nodes-alone": {
    "quorum-two-nodes": /2 nodes without a third vote/,
    "quorum-nic-watchdog":
      /10\.0\.0\.1 and 10\.0\.0\.2 would both shut down when the cable between them is down/,
    "quorum-ha-resources": /two_node beside the HA resources ct:100/,
  },
  "jump-hosts": {
    ...passwords,
    "vrrp-auth-pass-length": /has 4 characters/,
    "vrrp-failover-possible": /has 90 against 10\.120\.20\.12's 90: a tie.*10\.120\.20\.12 of 10/,
  },
  "password-of-sixteen": { "vrrp-auth-pass-length": /vrrp-password\.length: has 16 characters/ },
  "proxy-without-checks": {
    "command-host-key": /StrictHostKeyChecking=no/,
    "haproxy-backend-exists": /apps is no backend/,
    "haproxy-server-checked": /no server has a health check/,
    "haproxy-stats-password": /every client that reaches 0\.0\.0\.0/,
    "haproxy-timeouts": /timeout server \.\.\. is missing/,
    "haproxy-tls-minimum": /takes TLSv1\.0/,
  },
  "secrets-in-the-open": {
    "command-logging": /in-the-log\.logging \(create\): would show a secret/,
    "command-secrets": /in-environment\.environment\.TOKEN: has a secret in it/,
  },
  "three-files-at-odds": {
    "vrrp-advert-interval-same": /2 s differs from 1 s/,
    "vrrp-auth-pass-same": /auth_pass: differs from that on/,
    "vrrp-auth-pass-secret": /auth_pass: is in clear/,
    "vrrp-firewall": /drops VRRP, because no rule accepts it/,
    "vrrp-nopreempt-weight": /-50 is eth1's weight/,
    "vrrp-priority-unique": /90 is 192\.0\.2\.1[23]'s priority/,
    "vrrp-unicast-peers": /lacks 192\.0\.2\.13/,
    "vrrp-vip-same": /192\.0\.2\.101\/24/,
  },
  "two-clusters-one-vrid": { "vrrp-vrid-unique": /51 is (core|edge)-gateway's already/ },
};

const broken = join(__dirname, "broken");
const load = createRequire(__filename);

describe("a broken stack's preview", () => {
  const judge = (found: ReadonlyMap<string, string>, refusals: Refusals): void => {
    assert.deepEqual([...found.keys()].sort(), Object.keys(refusals).sort());
    for (const [policy, words] of Object.entries(refusals)) assert.match(found.get(policy) ?? "", words);
  };

  for (const [name, refusals] of Object.entries(stacks)) {
    it(`of ${name} is refused by ${Object.keys(refusals).join(", ")}`, async () => {
      judge(mandatory(await preview(() => load(join(broken, name)) as unknown)), refusals);
    });
  }

  it("tells the same through the engine, which passes on what is secret, and the args of components", async function () {
    this.timeout(600_000); // only against a hang
    const names = ["secrets-in-the-open", "two-clusters-one-vrid"];
    const project = new Project({
      "Pulumi.yaml": "name: broken\nruntime: nodejs\n",
      "package.json": JSON.stringify({ name: "broken", main: "index.js" }),
      "index.js": names.map((name) => `require(${JSON.stringify(join(broken, `${name}.ts`))});\n`).join(""),
    });
    try {
      await project.pulumi("stack", "init", "dev");
      const { status, output } = await project.pulumi("preview", "--policy-pack", cli.packOfClone);
      assert.notEqual(status, 0, output);
      judge(cli.mandatory(output), Object.assign({}, ...names.map((name) => stacks[name])) as Refusals);
    } finally {
      project.remove();
    }
  });

  it("is tried of every stack in broken/, ten of them", () => {
    const names = readdirSync(broken).map((file) => file.replace(/\.ts$/, ""));
    assert.deepEqual(Object.keys(stacks).sort(), names.sort());
    assert.equal(names.length, 10);
  });
});
