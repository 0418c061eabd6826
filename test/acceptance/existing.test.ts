import assert from "node:assert/strict";
import { down, inClient, waitFor } from "../../lab";
import { run } from "../support/agent/verbs";
import { nodeStates } from "../support/lab/nodeState";
import { settled } from "../support/lab/probes";
import {
  destroy,
  type Edit,
  noChange,
  noStack,
  planned,
  preview,
  tryUp,
  up,
} from "../support/pulumi/labStack";

/** Without a newline at its end, as some editors leave it. */
const keepalivedConf = `vrrp_instance VI_DNS {
    interface eth0
    virtual_router_id 60
    priority 100
    authentication {
        auth_type PASS
        auth_pass geheim1
    }
    virtual_ipaddress {
        192.0.2.60/24
    }
}`;

const haproxyCfg = `global
    user haproxy
    group haproxy
defaults
    mode tcp
    timeout connect 4s
    timeout client 1h
    timeout server 1h
frontend git
    bind :8080
    default_backend git
backend git
    server here 127.0.0.1:22
`;

const paths = { keepalived: "/etc/keepalived/keepalived.conf", haproxy: "/etc/haproxy/haproxy.cfg" };

const write = (path: string, text: string): Promise<string> =>
  run("n1", ["sh", "-c", `cat >${path}`], { input: text });
const read = (path: string): Promise<string> => run("n1", `cat ${path}; echo .`);

const decided =
  (word: "replace" | "keep", more: Edit = () => undefined): Edit =>
  (stack) => {
    stack.cluster.existing = { keepalived: word, haproxy: word };
    more(stack);
  };

const hasDns = async (): Promise<boolean> => (await run("n1", "ip -o addr show")).includes(" 192.0.2.60/");
const hasGit = async (): Promise<boolean> => (await run("n1", "ss -Hltn")).includes(":8080 ");

const mine = "/etc/keepalived/conf.d/50-mine.conf";

/** A machine that has 192.0.2.150 and speaks VRRP with VRID 77: the client. @returns the function that ends it */
async function foreigner(): Promise<() => Promise<void>> {
  const device = "$(ip -o -4 addr show to 192.0.2.9 | awk '{ print $2 }')";
  await inClient(["sh", "-c", `ip addr add 192.0.2.150/32 dev ${device}`]);
  const speak =
    'socket S, 2, 3, 112; setsockopt S, 0, 32, pack("C4", 192, 0, 2, 9); for (1..2000) { send S, pack("CCCCCCn", 0x21, 77, 50, 1, 0, 1, 0) . pack("C4x8", 192, 0, 2, 150), 0, pack("SnC4x8", 2, 0, 224, 0, 0, 18); select undef, undef, undef, 0.2 }';
  const stop = new AbortController();
  const speaking = inClient(["perl", "-e", speak], { signal: stop.signal }).catch(() => undefined);
  return async () => {
    stop.abort();
    await speaking;
  };
}

/** Demands that your own address and frontend are there. */
const assertYours = async (): Promise<void> => {
  assert.ok(await hasDns(), "192.0.2.60 is gone");
  assert.ok(await hasGit(), "port 8080 is gone");
};

/** Demands that an update is refused in preview and again by `up`, with these words, and that no node changes. */
async function assertRefused(edit: Edit | undefined, ...words: RegExp[]): Promise<string> {
  const before = await nodeStates();
  const shown = await preview(edit, []);
  const { exitCode, errors } = await tryUp(edit);
  assert.notEqual(shown.exitCode, 0);
  assert.notEqual(exitCode, 0);
  for (const word of words) {
    assert.match(`${shown.stdout}${shown.stderr}`, word);
    assert.match(errors, word);
  }
  assert.deepEqual(await nodeStates(), before);
  return shown.stdout;
}

describe("a node with a configuration by hand", () => {
  before(async () => {
    await noStack();
    await run("n1", "apt-get -q -y install keepalived haproxy >/dev/null 2>&1");
    await write(paths.keepalived, keepalivedConf);
    await write(paths.haproxy, haproxyCfg);
    await run("n1", "systemctl -q enable keepalived haproxy; systemctl restart keepalived haproxy");
    await waitFor(hasDns, { what: "the address of VI_DNS" });
  });
  after(down); // other tests can't use these nodes

  it("is never replaced without a word: preview shows the diff and what would stop, and up stops", async () => {
    const shown = await assertRefused(
      undefined,
      /n1: \/etc\/keepalived\/keepalived\.conf\n +would stop: VI_DNS, VRID 60 on eth0, 192\.0\.2\.60 \(line 1\)/,
      /n1: \/etc\/haproxy\/haproxy\.cfg\n +would stop: frontend git :8080 \(line 9\)/,
      /-virtual_router_id 60|- {4}virtual_router_id 60/,
      /existing: \{ haproxy: keep \}/,
      /Nothing was changed/,
    );
    assert.ok(!shown.includes("geheim1"), "the preview shows your password");
    assert.equal(shown.split("would stop: VI_DNS").length, 2, "a finding is printed once");
  });

  it("is kept: it runs beside quorate's, through changes by either side, and a destroy", async () => {
    await up(decided("keep"));
    await settled();
    await assertYours();
    await noChange(decided("keep"));

    await write(
      paths.keepalived,
      (await read(paths.keepalived)).replace(/\.\s*$/, "").replace("priority 100", "priority 99"),
    );
    assert.deepEqual(await planned(decided("keep")), [], "your own change is no drift");
    await up(
      decided("keep", ({ vrrp, haproxy }) => {
        vrrp.ui.advertInt = 2;
        haproxy.timeouts = { connect: "6s" };
      }),
    );
    await settled();
    await assertYours();

    const { exitCode, stdout } = await destroy();
    assert.equal(exitCode, 0, stdout);
    await assertYours();
    assert.equal(
      (await read(paths.keepalived)).trimEnd(),
      `${keepalivedConf.replace("priority 100", "priority 99")}\n.`,
    );
    assert.equal((await read(paths.haproxy)).trimEnd(), `${haproxyCfg}.`);
    await write(paths.keepalived, keepalivedConf);
    await run("n1", "systemctl reload keepalived");
  });

  it("is replaced, and comes back byte by byte with a destroy", async () => {
    const before = [await read(paths.keepalived), await read(paths.haproxy)];
    await up(decided("replace"));
    await settled();
    assert.ok(!(await hasDns()) && !(await hasGit()));
    await noChange(decided("replace"));
    const { exitCode, stdout } = await destroy();
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual([await read(paths.keepalived), await read(paths.haproxy)], before);
    await waitFor(hasDns, { what: "the address of VI_DNS" });
    await assertYours();
  });

  it("refuses all that can't work beside it at once, each with the find and the way out", async () => {
    await run("n2", "systemd-run -q --collect --unit blocker socat TCP-LISTEN:2222,fork,reuseaddr EXEC:true");
    await run("n2", ["sh", "-c", `mkdir -p /etc/keepalived/conf.d /etc/corosync; cat >${mine}`], {
      input: keepalivedConf.replace("VI_DNS", "VI_MAIL").replace("id 60", "id 52").replace("2.60/", "2.101/"),
    });
    await run("n2", "echo 'cluster_name: other' >/etc/corosync/corosync.conf; echo >/usr/local/bin/denied");
    await run("n3", "ip link property add dev eth1 altname enxmine");
    await run(
      "n3",
      "systemctl -q disable --now ssh.service; systemctl -q enable --now ssh.socket; systemctl start ssh.service",
    );
    const speaker = await foreigner();
    const edit = decided("keep", (stack) => {
      const { cluster, vrrp, haproxy } = stack;
      cluster.nodes["n3"] = { address: "192.0.2.13", networks: { lan: { interface: "eth9" } } };
      vrrp.ui.virtualRouterId = 60;
      vrrp.ui.virtualIpaddress = ["192.0.2.100/24", "192.0.2.60/24"];
      vrrp.ssh.track = [{ process: "haproxy" }, { process: "nosuchd" }, { interface: "enxmine" }];
      vrrp.ssh.notify = { master: "/usr/local/bin/nosuch --now", backup: "/usr/local/bin/denied" };
      vrrp["foreign"] = {
        virtualRouterId: 77,
        virtualIpaddress: ["192.0.2.150/24"],
        order: ["n1", "n2"],
        track: [{ process: "pveproxy" }],
      };
      haproxy.frontends["blocked"] = { bind: "192.0.2.101:2222", defaultBackend: "ssh" };
      haproxy.frontends["git2"] = { bind: "192.0.2.101:8080", defaultBackend: "ssh" };
      Object.assign(stack, { quorum: {} });
    });
    try {
      await assertRefused(
        edit,
        /n1: your instance VI_DNS \(\/etc\/keepalived\/keepalived\.conf, line 1\) has VRID 60 on eth0, as group ui would/,
        /n1: your instance VI_DNS \(.*\) has 192\.0\.2\.60, as group ui would/,
        /n2: your instance VI_MAIL \(\/etc\/keepalived\/conf\.d\/50-mine\.conf, line 1\) has VRID 52 on eth0, as group ssh would/,
        /n1: 192\.0\.2\.101:8080 is taken by your frontend git \(\/etc\/haproxy\/haproxy\.cfg, line 9\)/,
        /n2: 192\.0\.2\.101:2222 is taken by socat \(process \d+, blocker\.service\), which listens at 0\.0\.0\.0:2222/,
        /n3: 192\.0\.2\.101:22 is taken by ssh\.socket, which listens at \S+:22: let sshd listen itself/,
        /n3: there is no interface eth9: write one of eth0/,
        /n3: interface enxmine is an altname, which keepalived doesn't know: write eth1/,
        /n2: no process, program or service is called nosuchd/,
        /n2: there is no \/usr\/local\/bin\/nosuch, which a script or a check runs/,
        /n2: keepalived_script may not run \/usr\/local\/bin\/denied|n2: quorate_script may not run \/usr\/local\/bin\/denied/,
        /n2: corosync\.conf is of cluster other, and this stack's is lab/,
        /n1: 192\.0\.2\.150 is in use on eth0: a machine with the MAC [0-9a-f:]{17} answers, so group foreign would/,
        /n2: 192\.0\.2\.9 \(MAC [0-9a-f:]{17}\) speaks VRRP with VRID 77 on eth0, as group foreign would/,
        /accepted: \{ "script \/usr\/local\/bin\/nosuch": "<your reason>" \}/,
        /accepted: \{ "address 192\.0\.2\.150": "<your reason>" \}/,
      );
      const accepted = { "address 192.0.2.150": "it leaves tonight", "vrid 77": "a test's own router" };
      const { stdout } = await preview(
        decided("keep", (stack) => {
          edit(stack);
          Object.assign(stack.cluster, { platform: "proxmox", accepted });
          Object.assign(stack, { quorum: undefined });
        }),
        [],
      );
      assert.match(stdout, /n1: the platform is proxmox, and the node is Debian .* without pveversion/);
      assert.doesNotMatch(stdout, /192\.0\.2\.150 is in use|VRID 77/);
    } finally {
      await run("n2", "systemctl stop blocker");
      await speaker();
    }
  });
});
