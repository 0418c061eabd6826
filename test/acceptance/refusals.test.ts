import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { command, cut, directory, exec, heal, knownHostsFile } from "../../lab";
import { nodeStates } from "../support/lab/nodeState";
import { nodes, vips } from "../support/lab/probes";
import { mend } from "../support/lab/recovery";
import { type Edit, planned, preview, standardStack, tryUp } from "../support/pulumi/labStack";

/** A change that would reach all nodes if quorate didn't refuse another one beside it. */
const pending: Edit = ({ haproxy, vrrp }) => {
  haproxy.timeouts = { connect: "4s" };
  vrrp.ui.track = [{ process: "pveproxy", fall: 3 }];
};

/** Demands that `pulumi up` of a variant fails with these words, and leaves all nodes exactly as before. */
async function assertRefused(edit: Edit, ...words: RegExp[]): Promise<void> {
  const before = await nodeStates();
  const { exitCode, errors, stderr } = await tryUp(edit);
  assert.notEqual(exitCode, 0, "it was not refused");
  for (const word of words) assert.match(`${errors}\n${stderr}`, word);
  assert.deepEqual(await nodeStates(), before);
}

async function milliseconds(action: () => Promise<unknown>): Promise<number> {
  const began = Date.now();
  await action();
  return Date.now() - began;
}

describe("a refused update", () => {
  before(standardStack);

  describe("what a node refuses", () => {
    after(async () => assert.deepEqual(await planned(), []));

    it("a haproxy.cfg that haproxy rejects leaves every node as it was, and shows haproxy's words", () =>
      assertRefused(
        ({ haproxy }) => {
          // The schema accepts this regular expression, but haproxy doesn't.
          haproxy.backends["ssh"] = { check: { tcp: { expect: "^SSH-(" } }, nodes: 22 };
        },
        /haproxy -c -f \/etc\/haproxy\/haproxy.cfg/,
        /parsing \[\/etc\/haproxy\/haproxy.cfg:\d+\] : 'tcp-check expect' : regex .* is invalid/,
        /the node is as it was before/,
      ));

    it("a keepalived configuration that keepalived rejects leaves every node as it was, and shows keepalived's words", () =>
      assertRefused(
        ({ vrrp }) => {
          // A preview asks for the interfaces of groups, and keepalived for those of addresses.
          vrrp.ui.virtualIpaddress = [{ address: `${vips.ui}/24`, interface: "eth9" }];
        },
        /keepalived -t' refused the new files/,
        /interface eth9 for ip address 192\.0\.2\.100\/24 doesn't exist/,
        /the node is as it was before/,
      ));

    it("an interface that the nodes lack leaves every node as it was, and names those that are there", () =>
      assertRefused(
        ({ cluster }) => {
          cluster.networks = { lan: { subnet: "192.0.2.0/24", interface: "eth9" } };
        },
        /n1: there is no interface eth9: write one of eth0, eth1/,
        /Nothing was changed/,
      ));

    it("a port that a process has leaves every node as it was, and names the process with its unit", async () => {
      const socat = "systemd-run -q --collect --unit blocker socat TCP-LISTEN:2222,fork,reuseaddr EXEC:true";
      await Promise.all(nodes.map((node) => exec(node, socat)));
      try {
        await assertRefused(
          ({ haproxy }) => {
            haproxy.frontends["blocked"] = { bind: `${vips.ssh}:2222`, defaultBackend: "ssh" };
          },
          /192\.0\.2\.101:2222 is taken by socat \(process \d+, blocker\.service\)/,
          /Nothing was changed/,
        );
      } finally {
        await Promise.all(nodes.map((node) => exec(node, "systemctl stop blocker")));
      }
    });
  });

  describe("what the model refuses", () => {
    it("a check whose failure ends in a tie, and a password that VRRP would cut off, both at once", () =>
      assertRefused(
        ({ vrrp }) => {
          delete vrrp.ui.order;
          vrrp.ui.priority = { n1: 100, n2: 90 };
          vrrp.ui.track = [{ process: "pveproxy", weight: -10 }];
          vrrp.ssh.authPass = { length: 12 };
        },
        /2 mistakes/,
        /VRRP_FAILOVER_POSSIBLE/,
        /n1 with the check failed has 90 against n2's 90: a tie, which the higher address decides, 192\.0\.2\.12 of n2/,
        /write -11 or less/,
        /vrrp\.ssh\.authPass\.length: .*12 characters.*VRRP_AUTH_PASS_LENGTH/,
      ));
  });

  describe("nodes that can't be reached", () => {
    afterEach(mend);
    after(async () => assert.deepEqual(await planned(), []));

    const file = `${directory}/acceptance/wrong`;

    it("a wrong host key is an error that names the node, with nothing changed on any", async () => {
      const lines = readFileSync(knownHostsFile, "utf8").split("\n");
      const keyOf = (address: string): string =>
        lines.find((line) => line.startsWith(`${address} ssh-ed25519`)) ?? "";
      const others = lines.filter((line) => !line.startsWith("192.0.2.12 "));
      writeFileSync(
        file,
        [...others, keyOf("192.0.2.11").replace("192.0.2.11", "192.0.2.12"), ""].join("\n"),
      );
      await assertRefused(
        (stack) => {
          pending(stack);
          stack.cluster.ssh = { ...stack.cluster.ssh, hostKeys: file };
        },
        /n2.*host/is,
        /nothing was changed/i,
      );
    });

    it("a refused login is an error that names the nodes, with nothing changed on any", async () => {
      await command(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", `${file}-key`], { input: "y\n" });
      await assertRefused(
        (stack) => {
          pending(stack);
          stack.cluster.ssh = { ...stack.cluster.ssh, privateKeyFile: `${file}-key` };
        },
        ...nodes.map((node) => new RegExp(`${node}: 192.0.2.1${node.slice(1)} refuses the login of root`)),
        /nothing was changed/i,
      );
    });

    it("an unreachable node is a warning in preview, and an error of up with nothing changed on any", async () => {
      const usual = await milliseconds(() => Promise.all([preview(pending), preview(pending)]));
      await cut("n2");
      const before = await nodeStates();
      const began = Date.now();
      const [shown, refused] = await Promise.all([preview(pending), tryUp(pending)]);
      const took = Date.now() - began;
      assert.ok(took < 20_000 + 3 * usual, `it took ${took} ms to notice that a node is gone`);
      assert.equal(shown.exitCode, 0, shown.stdout);
      assert.match(`${shown.stdout}\n${shown.stderr}`, /warning: .*n2: /s);
      assert.notEqual(refused.exitCode, 0);
      assert.match(refused.errors, /n2: .*nothing was changed/is);
      assert.doesNotMatch(refused.errors, /error serializing/);
      // The cut itself moves addresses, so the test compares them after its end.
      const files = (states: typeof before): unknown =>
        [...states].map(([node, state]) => [node, state.files]);
      assert.deepEqual(files(await nodeStates()), files(before));
      await heal("n2");
    });
  });
});
