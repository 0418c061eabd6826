import assert from "node:assert/strict";
import { clientNamespace, cut, exec, heal, inClient, lanNamespace, must, waitFor } from "../../lab";
import { featureVips, features } from "../support/pulumi/features";
import { login, nodes, vips } from "../support/lab/probes";
import { mend } from "../support/lab/recovery";
import { continuity, quickerThan, sampled } from "../support/lab/sampling";
import { encrypted, noChange, standardStack, up } from "../support/pulumi/labStack";

const secrets = { "authPass.inside": "Xk29fQa1", statsPassword: 'six$"days"#a\\week' };

/** The services that the checks of the group `checked` look for. */
const services = `
  cat >/run/answer <<'END'
#!/bin/sh
return=$(printf '\\r')
while read -r line && [ "\${line%"$return"}" ]; do :; done
printf 'HTTP/1.0 %s\\r\\n\\r\\n' "$(cat /run/status)"
END
  chmod 755 /run/answer
  echo 200 OK >/run/status
  start() { unit=$1; shift; systemd-run -q --collect --unit "$unit" "$@"; }
  start checked-unit sleep infinity
  start checked-tcp socat TCP-LISTEN:9001,fork,reuseaddr EXEC:true
  start checked-http socat TCP-LISTEN:9002,fork,reuseaddr EXEC:/run/answer`;

async function run(node: string, line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await exec(node, line);
  assert.equal(exitCode, 0, `${node}: ${line}: ${stderr}`);
  return stdout;
}

const onEach = (line: string): Promise<string[]> => Promise.all(nodes.map((node) => run(node, line)));

/** The nodes that have an address on any interface. */
async function holders(address: string): Promise<string[]> {
  const held = await onEach("ip -o -4 address show");
  return nodes.filter((_, index) => held[index]?.includes(` ${address}/`));
}

async function heldBy(group: keyof typeof featureVips, node: string): Promise<void> {
  let held: string[] = [];
  const wanted = async (): Promise<boolean> => (held = await holders(featureVips[group])).join() === node;
  const what = (): string => `${group} to be held by ${node}, not ${held.join(" and ") || "nobody"}`;
  await waitFor(wanted, { what });
}

/** Waits until another node than `from` has the address of `swift`. @returns that node */
async function movedFrom(from: string): Promise<string> {
  const to = async (): Promise<string | undefined> => {
    const held = await holders(featureVips.swift);
    return held.length === 1 && held[0] !== from ? held[0] : undefined;
  };
  return waitFor(to, { what: `another node than ${from} to have swift` });
}

/** Runs `action` while a node's second cable is out. */
async function withoutSecondCable(node: string, action: () => Promise<void>): Promise<void> {
  const set = (state: string): Promise<string> =>
    must(["ip", "-n", lanNamespace, "link", "set", `${node}-2`, state]);
  await set("down");
  try {
    await action();
  } finally {
    await set("up");
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("the features that the seeds describe", () => {
  before(standardStack);
  before(() => onEach(services));
  before(async () => {
    await up(features(await encrypted(secrets)));
    for (const group of ["checked", "patient"] as const) await heldBy(group, "n2");
  });
  after(async () => {
    await onEach("systemctl stop checked-unit checked-tcp checked-http; rm /run/answer /run/status");
    await mend();
  });

  it("leave nothing to do for a second update", async () => {
    await noChange(features(await encrypted(secrets)));
  });

  it("version 3 with adverts each 0.2 s fails over in less than version 2 can; with nopreempt the VIP stays", async () => {
    // The time is three adverts and the skew time; RFC 5798 section 6.1. Version 2 would need more than 3 s.
    await quickerThan(2000, "nobody had the VIP", async () => {
      const [from = ""] = await holders(featureVips.swift);
      let to = "";
      const samples = await sampled(async () => {
        await pause(500);
        await cut(from);
        to = await movedFrom(from);
        await heal(from);
        await saysLast(from, "backup keepalived_script");
        await pause(2000); // ten adverts
      });
      const { atOnce, gapMs, holders: seen } = continuity(samples, featureVips.swift);
      assert.deepEqual([atOnce, seen], [1, [from, to]]);

      // The scripts ran at each change, as the script user or as the configured user.
      assert.equal((await notices(from)).at(-2), "fault keepalived_script");
      await saysLast(to, "master root");
      return gapMs;
    });
  });

  it("a tracked interface that loses its carrier takes its group along", async () => {
    const [from = ""] = await holders(featureVips.swift);
    await withoutSecondCable(from, async () => {
      await movedFrom(from);
    });
  });

  it("a sync group keeps the addresses of two networks, one of them with unicast adverts, on one node", async () => {
    await withoutSecondCable("n1", async () => {
      await heldBy("inside", "n2");
      await heldBy("outside", "n2");
    });
    await heldBy("inside", "n1");
    await heldBy("outside", "n1");
  });

  const failures = {
    "a systemd unit": [
      "systemctl stop checked-unit",
      "systemd-run -q --collect --unit checked-unit sleep infinity",
    ],
    "a TCP port": [
      "systemctl stop checked-tcp",
      "systemd-run -q --collect --unit checked-tcp socat TCP-LISTEN:9001,fork,reuseaddr EXEC:true",
    ],
    "HTTP's status": ["echo 503 Busy >/run/status", "echo 200 OK >/run/status"],
    "an answer over HTTPS": ["systemctl stop pveproxy", "systemctl start pveproxy"],
  } as const;
  for (const [what, [failure, repair]] of Object.entries(failures)) {
    it(`a check of ${what} moves the VIP away and lets it back`, async () => {
      await run("n2", failure);
      await heldBy("checked", "n1");
      await run("n2", repair);
      await heldBy("checked", "n2");
    });
  }

  it("preempt_delay keeps a node that came back from taking the VIP at once", async () => {
    await run("n2", "systemctl stop keepalived");
    await heldBy("patient", "n3");
    const began = Date.now();
    await run("n2", "systemctl start keepalived");
    await heldBy("patient", "n2");
    const seconds = (Date.now() - began) / 1000;
    assert.ok(seconds >= 5, `it took the VIP after ${seconds} s, not 5`);
  });

  it("a password set with `pulumi config set --secret` is in use, and in one file of root's alone", async () => {
    const files = await onEach(`grep -rlF ${secrets["authPass.inside"]} /etc`);
    for (const found of files) assert.equal(found, "/etc/keepalived/conf.d/20-vrrp_instances-inside.conf");
  });

  it("the statistics ask for their password, and Prometheus gets metrics", async () => {
    const page = async (path: string, ...options: string[]): Promise<string> => {
      const url = `http://192.0.2.12:8404${path}`;
      return (await inClient(["curl", "-s", "-w", "\n%{http_code}", ...options, url])).stdout;
    };
    assert.match(await page("/stats"), /\n401$/);
    assert.match(await page("/stats", "-u", "admin:wrong"), /\n401$/);
    assert.match(await page("/stats", "-u", `admin:${secrets.statsPassword}`), /Statistics Report[^]*\n200$/);
    assert.match(await page("/metrics"), /haproxy_backend_active_servers\{proxy="ui"\} 3\n[^]*\n200$/);
    assert.deepEqual(await onEach("stat -c %a /etc/haproxy/haproxy.cfg"), ["600", "600", "600"]);
  });

  it("TLS passes through to the node's own certificate, a client keeps its node, and leaves a dead one", async () => {
    const others = ["192.0.2.211", "192.0.2.212"];
    const clientAddress = (action: string, address: string): Promise<string> =>
      must(["ip", "-n", clientNamespace, "address", action, `${address}/24`, "dev", "eth0"]);
    const visit = async (from: string): Promise<string> => {
      const curl = ["curl", "-ks", "--max-time", "10", "--interface", from, "-w", "%{certs}"];
      const { stdout } = await inClient([...curl, `https://${vips.ssh}:443/`]);
      const [, node = ""] = /<title>(\S+) - Proxmox/.exec(stdout) ?? [];
      if (node !== "") assert.match(stdout, new RegExp(`Subject:CN ?= ?${node}\n`), "another certificate");
      return node;
    };
    for (const address of others) await clientAddress("add", address);
    try {
      const firsts: string[] = [];
      for (const from of ["192.0.2.9", ...others]) firsts.push(await visit(from));
      assert.deepEqual([...firsts].sort(), nodes, "roundrobin gave some server two of three clients");
      for (let visits = 0; visits < 3; visits++) assert.equal(await visit("192.0.2.9"), firsts[0]);
      await run(firsts[0] ?? "", "systemctl stop pveproxy");
      await waitFor(async () => !["", firsts[0]].includes(await visit("192.0.2.9")), {
        what: "the client to get another node",
      });
    } finally {
      for (const address of others) await clientAddress("delete", address);
      await mend();
    }
  });

  it("haproxy's log has each connection, in the next file after a rotation, too", async () => {
    const logged = async (): Promise<boolean> =>
      (await exec("n2", "grep -q ' ssh ssh/n[123] ' /var/log/haproxy.log")).exitCode === 0;
    const connect = async (): Promise<void> => {
      assert.notEqual(await login(vips.ssh), "");
      await waitFor(logged, { what: "haproxy's line in its log" });
    };
    await connect();
    await run("n2", "logrotate --state /run/logrotate.status --force /etc/logrotate.d/haproxy");
    assert.equal(await logged(), false, "the log wasn't rotated");
    await connect();
  });
});

/** The messages of a node's notify scripts. */
async function notices(node: string): Promise<string[]> {
  return (await run(node, "journalctl -q -b -t vrrp-notify -o cat")).split("\n");
}

/** Waits until these words are the last message. */
async function saysLast(node: string, words: string): Promise<void> {
  const said = async (): Promise<boolean> => (await notices(node)).at(-1) === words;
  await waitFor(said, { what: `${node} to say: ${words}` });
}
