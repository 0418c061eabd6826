import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import {
  addresses,
  boot,
  crash,
  cut,
  exec,
  heal,
  inClient,
  knownHostsFile,
  privateKeyFile,
  reboot,
  sample,
  shutDown,
  threeNodes,
  tree,
  up,
  waitFor,
} from "../../../lab";

const nodes = Object.entries(threeNodes.nodes).map(([node, { address }]) => ({ node, address }));

/** The standard output of a command on a node. */
const say = async (node: string, line: string): Promise<string> => (await exec(node, line)).stdout;

const answers = async (address: string): Promise<boolean> =>
  (await inClient(["ping", "-c1", "-W3", address])).exitCode === 0;

describe("the lab's nodes", () => {
  before(async () => {
    await up();
  });
  afterEach(async () => {
    await heal("n1");
    await boot("n3");
  });

  it("are machines of their own", async () => {
    const each = async (line: string): Promise<string[]> =>
      Promise.all(nodes.map(({ node }) => say(node, line)));
    assert.deepEqual(await each("hostname"), ["n1", "n2", "n3"]);
    for (const line of [
      "cat /etc/machine-id",
      "cat /etc/ssh/ssh_host_ed25519_key.pub",
      "cat /proc/sys/kernel/random/boot_id /etc/hostname",
    ]) {
      assert.equal(new Set(await each(line)).size, 3, line);
    }
    for (const { node, address } of nodes) assert.ok((await addresses(node)).includes(address));
  });

  it("come without the packages that units install, and without a way out", async () => {
    const { stdout } = await exec(
      "n1",
      "ip route show default; cat /etc/resolv.conf 2>/dev/null; grep -rh '^URIs' /etc/apt",
    );
    assert.equal(stdout, "URIs: file:/var/lib/lab-repository");
    for (const name of ["keepalived", "haproxy", "rsyslog", "logrotate", "corosync-qdevice"]) {
      const { stdout } = await exec("n1", `apt-get install --simulate --reinstall ${name}`);
      assert.match(stdout, new RegExp(`^Inst ${name} `, "m"));
    }
  });

  it("let the operator in by key, as root and as admin who may sudo, with known host keys", async () => {
    for (const { node, address } of nodes) {
      for (const user of ["root", "admin"]) {
        const options = [
          `UserKnownHostsFile=${knownHostsFile}`,
          "StrictHostKeyChecking=yes",
          "BatchMode=yes",
        ];
        const argv = [
          "ssh",
          "-i",
          privateKeyFile,
          ...options.flatMap((each) => ["-o", each]),
          `${user}@${address}`,
        ];
        const { stdout, stderr } = await inClient([...argv, "sudo -n sh -c 'hostname; id -un'"]);
        assert.deepEqual([stdout, stderr], [`${node}\nroot`, ""]);
      }
    }
  });

  it("have services of their own: stopping one leaves the same one elsewhere alone", async () => {
    await exec("n1", "systemctl stop pveproxy");
    try {
      const states = await Promise.all(nodes.map(({ node }) => say(node, "systemctl is-active pveproxy")));
      assert.deepEqual(states, ["inactive", "active", "active"]);
    } finally {
      await exec("n1", "systemctl start pveproxy");
    }
  });

  it("serve a page that names the node, by a process whose death lasts", async () => {
    const page = async (): Promise<string> =>
      (await inClient(["curl", "-ks", "https://192.0.2.13:8006/"])).stdout;
    assert.match(await page(), /<title>n3 - /);
    await exec("n3", "kill -9 $(pgrep -ox pveproxy)");
    assert.equal(await say("n3", "pgrep -x pveproxy; systemctl is-active pveproxy"), "failed");
    assert.equal(await page(), "");
    await exec("n3", "systemctl start pveproxy");
    assert.match(await page(), /<title>n3 - /);
  });

  it("serve many at once: a connection that says nothing holds up no other", async () => {
    const silent = inClient(["curl", "-s", "--max-time", "3", "telnet://192.0.2.12:8006"]);
    const argv = ["curl", "-ks", "--max-time", "20", "https://192.0.2.12:8006/"];
    const pages = await Promise.all(Array.from({ length: 10 }, () => inClient(argv)));
    assert.deepEqual(new Set(pages.map(({ exitCode }) => exitCode)), new Set([0]));
    await silent;
  });

  it("can be cut off and healed, with their processes untouched", async () => {
    const before = await say("n1", "pgrep -ox pveproxy");
    await cut("n1");
    assert.equal(await say("n1", "cat /sys/class/net/eth0/carrier"), "0");
    assert.deepEqual(await Promise.all(nodes.map(({ address }) => answers(address))), [false, true, true]);
    await heal("n1");
    await waitFor(() => answers("192.0.2.11"), { what: "n1 to answer again" });
    assert.equal(await say("n1", "pgrep -ox pveproxy"), before);
  });

  it("lose what is in memory in a power cut and keep their disk", async () => {
    await exec(
      "n3",
      "sysctl -qw net.ipv4.ip_nonlocal_bind=1; echo kept >/var/tmp/kept; echo lost >/run/lost; ip address add 192.0.2.213/24 dev eth0",
    );
    const keys = await say("n3", "cat /etc/ssh/ssh_host_*.pub /etc/machine-id");
    await crash("n3");
    assert.deepEqual(await addresses("n3"), []);
    assert.equal(await answers("192.0.2.13"), false);
    await assert.rejects(exec("n3", "true"), /n3 is off; boot it with: npm run lab -- boot n3/);
    await boot("n3");
    assert.equal(await answers("192.0.2.13"), true);
    assert.ok(!(await addresses("n3")).includes("192.0.2.213"));
    assert.equal(await say("n3", "cat /var/tmp/kept /run/lost 2>/dev/null; rm /var/tmp/kept"), "kept");
    assert.equal(await say("n3", "cat /etc/ssh/ssh_host_*.pub /etc/machine-id"), keys);
  });

  it("reboot and shut down by themselves", async () => {
    await exec("n3", "echo lost >/run/lost");
    await reboot("n3");
    assert.equal(await say("n3", "ls /run/lost 2>/dev/null; systemctl is-system-running"), "running");
    await shutDown("n3");
    assert.deepEqual(await addresses("n3"), []);
    assert.equal(await answers("192.0.2.13"), false);
  });

  it("stay cut off over a power cut", async () => {
    await cut("n3");
    await crash("n3");
    await boot("n3");
    assert.equal(await answers("192.0.2.13"), false);
    await heal("n3");
    await waitFor(() => answers("192.0.2.13"), { what: "n3 to answer again" });
  });

  it("refuse a name that is no node's", async () => {
    for (const action of [crash, boot, shutDown, cut, heal]) {
      await assert.rejects(async () => action("n9"), /the lab has no node n9; it has n1, n2, n3/);
    }
  });
});

describe("looking at nodes", () => {
  it("runs a command with its input, as a user, with its exit code and within its time", async () => {
    const { stdout, exitCode } = await exec("n2", "id -un; cat; exit 7", { user: "admin", input: "words" });
    assert.deepEqual([stdout, exitCode], ["admin\nwords", 7]);
    const began = Date.now();
    assert.equal((await exec("n2", "sleep 30", { timeoutMs: 300 })).exitCode, 124);
    assert.ok(Date.now() - began < 20_000);
    assert.equal(await say("n2", "pgrep -x sleep"), "");
  });

  it("tells a tree's modes, owners, contents and links, whatever the names", async () => {
    const setUp = `rm -rf /tmp/tree; mkdir -m 750 /tmp/tree; cd /tmp/tree; printf a >'a\nb c'; chmod 640 a*; chown admin:root a*; ln -s 'x y' link`;
    await exec("n2", setUp);
    const entries = await tree("n2", ["/tmp/tree"]);
    assert.deepEqual(
      [...entries],
      [
        ["/tmp/tree", { type: "d", mode: "750", owner: "root:root" }],
        [
          "/tmp/tree/a\nb c",
          {
            type: "f",
            mode: "640",
            owner: "admin:root",
            sha256: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
          },
        ],
        ["/tmp/tree/link", { type: "l", mode: "777", owner: "root:root", link: "x y" }],
      ],
    );
    await assert.rejects(tree("n2", ["/nowhere"]), /n2: .*\/nowhere/);
    await exec("n2", "rm -r /tmp/tree");
  });

  it("samples who holds an address, every 100 ms and through a power cut", async () => {
    const sampling = await sample(["n1", "n3"], 100);
    const has = async (node: string, address: string): Promise<boolean> =>
      (await addresses(node)).includes(address);
    await exec("n1", "ip address add 192.0.2.211/32 dev eth0");
    await crash("n3");
    await waitFor(() => has("n1", "192.0.2.211"), { what: "the address" });
    await sleep(300);
    await boot("n3");
    await exec("n1", "sleep 0.3; ip address delete 192.0.2.211/32 dev eth0; sleep 0.3");
    const samples = await sampling.stop();

    const held = samples.map((each) => each.addresses["n1"]?.includes("192.0.2.211") === true);
    assert.deepEqual(
      held.filter((now, at) => now !== held[at - 1]),
      [false, true, false],
    );
    const alive = samples.map((each) => each.addresses["n3"]?.includes("192.0.2.13") === true);
    assert.deepEqual(
      alive.filter((now, at) => now !== alive[at - 1]),
      [true, false, true],
    );
    const gaps = samples.slice(1).map(({ time }, at) => time - (samples[at]?.time ?? 0));
    const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
    assert.ok(median >= 100 && median < 200, `a sample every ${median} ms`);
  });

  it("gives up waiting, and names the awaited condition", async () => {
    const patience = { timeoutMs: 30, everyMs: 5, what: () => "a miracle" };
    await assert.rejects(
      waitFor(() => false, patience),
      { message: "waited 30 ms for a miracle" },
    );
    assert.equal(await waitFor(() => 5, patience), 5);
  });
});
