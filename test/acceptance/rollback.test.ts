import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { clone, type Entry, exec, inClient, type Outcome, tree } from "../../lab";
import { heldBy, nodes, settled, vips } from "../support/lab/probes";
import { continuity, sampled } from "../support/lab/sampling";
import { interrupt, unlock } from "../support/pulumi/interrupt";
import {
  destroy,
  type Edit,
  encrypted,
  environment,
  noChange,
  noteStandard,
  pulumi,
  standardStack,
  up,
  withStack,
} from "../support/pulumi/labStack";
import { sample } from "../support/sweep";

/** Runs an operator's command on the stack's file after `edit`. @returns its outcome, and the file's path */
async function quorate(args: readonly string[], edit?: Edit): Promise<Outcome & { file: string }> {
  noteStandard(false);
  const stack = withStack(edit);
  const argv = [`${clone}/bin/quorate`, ...args, "--yes", "--stack", "lab", ...stack];
  return { ...(await inClient(argv, { env: environment })), file: stack[1] ?? "" };
}

/** The files in /etc of all nodes, without copies that shadow makes of its files. */
async function etc(): Promise<[string, Entry][][]> {
  const all = await Promise.all(nodes.map((node) => tree(node, ["/etc"])));
  return all.map((files) => [...files].filter(([path]) => !/^\/etc\/(passwd|group|g?shadow)-$/.test(path)));
}

/** A change of each kind. */
const changes: Record<string, Edit> = {
  "an added address": ({ vrrp }) => {
    vrrp.ui.virtualIpaddress = [`${vips.ui}/24`, "192.0.2.102/24"];
  },
  "another order": ({ vrrp }) => {
    vrrp.ui.order = ["n2", "n1", "n3"];
  },
  "another check": ({ vrrp }) => {
    vrrp.ui.track = [{ process: "pveproxy", fall: 3 }];
  },
  "a haproxy timeout": ({ haproxy }) => {
    haproxy.timeouts = { connect: "4s" };
  },
  "a group": (stack) => {
    stack.vrrp["extra"] = { virtualRouterId: 53, virtualIpaddress: ["192.0.2.103/24"], order: [...nodes] };
  },
};

describe("a rollback", () => {
  before(standardStack);
  after(() => noChange());

  for (const [title, edit] of sample(Object.entries(changes), { kindOf: () => "change", count: 2 })) {
    it(`takes back ${title}: files are as before, and no two nodes hold an address`, async () => {
      const was = await etc();
      await up(edit);
      const samples = await sampled(async () => {
        const { exitCode, stdout, stderr, file } = await quorate(["rollback"], edit);
        assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
        assert.match(stdout, /^Back to version \d+ of the stack lab/m);
        assert.doesNotMatch(readFileSync(file, "utf8"), /102\/24|"?extra|4s|fall|\[n2, n1/);
      });
      for (const address of [vips.ui, vips.ssh, "192.0.2.102", "192.0.2.103"])
        assert.ok(continuity(samples, address).atOnce <= 1, address);
      assert.deepEqual(await etc(), was);
      await noChange();
    });
  }

  it("comes by itself after a node fails, if you asked for it, and says so by the exit code", async () => {
    await settled();
    const was = await etc();
    const slower: Edit = ({ haproxy }) => {
      haproxy.timeouts = { connect: "6s" };
    };
    await exec("n2", "chattr +i /etc/haproxy/haproxy.cfg");
    try {
      const failed = await quorate(["up"], slower);
      assert.equal(failed.exitCode, 1, failed.stdout);
      assert.match(failed.stderr, /bin\/quorate rollback -s lab/);
      const back = await quorate(["up", "--rollback-on-failure"], slower);
      assert.equal(back.exitCode, 3, `${back.stdout}\n${back.stderr}`);
    } finally {
      await exec("n2", "chattr -i /etc/haproxy/haproxy.cfg");
    }
    assert.deepEqual(await etc(), was);
    await noChange();
  });

  it("brings a secret of that version back, which is on no disk in clear", async () => {
    const [old, other] = ["Rm47tZb8", "Xk93wQe1"];
    const withPass = async (text: string): Promise<Edit> => {
      const secrets = await encrypted({ "authPass.ui": text });
      return (stack) => {
        stack.vrrp.ui.authPass = { secret: true };
        stack.secrets = secrets;
      };
    };
    await up(await withPass(old));
    const edit = await withPass(other);
    await up(edit);
    const { exitCode, stdout, stderr, file } = await quorate(["rollback"], edit);
    assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
    assert.match(stdout, /secrets\.authPass\.ui: \[secret\] → another \[secret\]/);
    for (const text of [stdout, stderr, readFileSync(file, "utf8")]) {
      assert.ok(!text.includes(old) && !text.includes(other), "a secret is in clear");
    }
    const { stdout: passes } = await exec("n1", "grep -rh auth_pass /etc/keepalived/conf.d");
    assert.ok(passes.includes(old) && !passes.includes(other));
    const empty = await pulumi(["preview", "--config-file", file]);
    assert.match(empty.stdout, /^Resources:\n +\d+ unchanged/m);
    await up();
  });

  it("takes back an interrupted update", async () => {
    const was = await etc();
    const edit = changes["an added address"] ?? assert.fail();
    await interrupt({ at: "ui-n1", signal: "SIGKILL", whom: "everything" }, withStack(edit));
    await unlock();
    const { exitCode, stdout, stderr } = await quorate(["rollback"], edit);
    assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
    assert.deepEqual(await etc(), was);
    await noChange();
  });

  it("brings all back after a destroy", async () => {
    assert.equal((await destroy()).exitCode, 0);
    const { exitCode, stdout, stderr } = await quorate(["rollback"]);
    assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
    await heldBy("ui", "n1");
    await heldBy("ssh", "n2");
    await noChange();
  });

  it("is refused if the version isn't there, and nothing is written", async () => {
    const { exitCode, stderr, file } = await quorate(["rollback", "--to", "9999"], changes["a group"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /version 9999 is not in the stack's history/);
    assert.match(readFileSync(file, "utf8"), /extra/);
  });

  it("is of a history in words", async () => {
    const { stdout, exitCode } = await inClient([`${clone}/bin/quorate`, "history", "-s", "lab"], {
      env: environment,
    });
    assert.equal(exitCode, 0);
    assert.match(stdout, /^\d+ {2}\S+ \S+ UTC {2}update succeeded {2}\(rollback to version (\d+)[;)]/m);
    assert.match(stdout, /haproxy\.timeouts: added, \{connect: 6s\}/);
    // Pulumi gives ten updates unless asked for more.
    const numbers = [...stdout.matchAll(/^(\d+) {2}\d{4}-/gm)].map(([, number]) => Number(number));
    assert.ok(numbers.length > 10, stdout);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => numbers.length - index),
    );
  });
});
