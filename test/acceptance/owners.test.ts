import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import {
  addresses,
  clone,
  command,
  directory,
  exec,
  inClient,
  type Outcome,
  type Sample,
  waitFor,
} from "../../lab";
import { handOver, programPath } from "../../agent/program";
import { first, nodes, vips } from "../support/lab/probes";
import { continuity, sampled } from "../support/lab/sampling";
import { startTraffic } from "../support/lab/traffic";
import { destroy, environment, noChange, standardStack } from "../support/pulumi/labStack";
import { run } from "../support/agent/verbs";

const vip = "192.0.2.110";
/** In the clone, so that the program finds the package quorate. */
const folder = `${directory}/acceptance-other`;

/** A VRRP group on the nodes of the stack `lab`, in a program of its own. */
const program = (group: object, balancer?: string): string => `
import { LoadBalancer, ProxmoxCluster, VrrpGroup } from "quorate";
const cluster = new ProxmoxCluster("pve", {
  name: "pve",
  platform: "debian",
  ssh: { privateKeyFile: "${clone}/.lab/id_ed25519", hostKeys: "${clone}/.lab/known_hosts" },
  networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
  nodes: { n1: { address: "192.0.2.11" }, n2: { address: "192.0.2.12" }, n3: { address: "192.0.2.13" } },
});
${balancer ?? ""}
new VrrpGroup("web", { cluster, order: ["n3", "n1"], ...${JSON.stringify(group)} });
cluster.listUnits();
`;
const own = { virtualRouterId: 60, virtualIpaddress: [`${vip}/24`], track: [{ process: "pveproxy" }] };

let project = "other";
let stack = "side";
const write = (text: string): void => {
  writeFileSync(`${folder}/Pulumi.yaml`, `name: ${project}\nruntime: nodejs\nmain: index.ts\n`);
  writeFileSync(`${folder}/index.ts`, text);
};

async function pulumi(...args: string[]): Promise<Outcome> {
  const argv = [`${clone}/bin/pulumi`, ...args, "--cwd", folder, "--stack", stack, "--non-interactive"];
  return inClient(argv, {
    env: { ...environment, PULUMI_BACKEND_URL: `file://${folder}/state?metadata=skip` },
  });
}

async function must(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await pulumi(...args);
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
  return stdout;
}

const up = (): Promise<string> => must("up", "--yes", "--skip-preview");

/** Samples the addresses of the stack `lab`, and sessions through its haproxy, while the other stack changes. */
async function unnoticed(action: () => Promise<unknown>): Promise<void> {
  const traffic = await startTraffic(vips.ssh, 22, 3);
  const samples = await sampled(action);
  const { held, failures } = await traffic.stop();
  assert.deepEqual([held, failures], [3, []]);
  for (const name of ["ui", "ssh"] as const) stayed(samples, vips[name], first[name]);
}

function stayed(samples: Sample[], address: string, node: string): void {
  assert.deepEqual(continuity(samples, address), { atOnce: 1, gapMs: 0, holders: [node] }, address);
}

const settled = (): Promise<unknown> =>
  waitFor(async () => (await addresses("n3")).includes(vip), { what: `${vip} on n3` });

describe("two stacks on the same nodes", () => {
  before(standardStack);
  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(`${folder}/state`, { recursive: true });
    write(program(own));
    await must("stack", "init", "--no-select");
  });

  it("can't have one VRID, address, bind or unit: a preview names the other stack and the way to hand it over", async () => {
    const balancer = `new LoadBalancer("haproxy", {
      cluster,
      virtualAddresses: ["${vips.ssh}"],
      frontends: { ssh: { bind: "${vips.ssh}:22", defaultBackend: "ssh" } },
      backends: { ssh: { check: { ssh: true }, nodes: 22 } },
    });`;
    write(program({ ...own, virtualRouterId: 51, virtualIpaddress: [`${vips.ui}/24`] }, balancer));
    const { exitCode, stdout, stderr } = await pulumi("preview");
    const output = stdout + stderr;
    assert.notEqual(exitCode, 0);
    for (const words of [
      "n2: unit haproxy belongs to quorate/lab/lab",
      "n2: virtual router id 51 on eth0 is in use by quorate/lab/lab (unit ui)",
      `n2: ${vips.ui} is in use by quorate/lab/lab (unit ui)`,
      `n2: ${vips.ssh}:22 is in use by quorate/lab/lab (unit haproxy)`,
      "bin/quorate hand-over quorate/lab/lab other/side/pve",
    ])
      assert.ok(output.includes(words), output);
  });

  it("come and go without the other's notice", async () => {
    write(program(own));
    await unnoticed(async () => {
      await up();
      await settled();
      await noChange();
    });
    const { stdout } = await command([`${clone}/bin/quorate`, "status", "-s", "lab", "--timeout", "5"]);
    assert.match(stdout, /^owner other\/side\/pve +n1 n3 +keepalived web$/m);
    assert.match(stdout, /^owner quorate\/lab\/lab +n1 n2 n3 +haproxy keepalived ssh sshd ui$/m);
    const samples = await sampled(async () => {
      const { exitCode, stdout } = await destroy();
      assert.equal(exitCode, 0, stdout);
    });
    stayed(samples, vip, "n3");
  });

  it("see no change then, and are told of another operator at work on their nodes", async () => {
    const steps = [
      "rm -f /run/operator-*; exec 9>>/run/quorate/lock; flock 9",
      "echo 'alice@192.0.2.77 2026-11-30 20:15:03 UTC' >/run/quorate/lock",
      "touch /run/operator-works; until [ -e /run/operator-ends ]; do sleep 0.1; done",
    ];
    const held = exec("n1", steps.join("; "));
    await run("n1", "until [ -e /run/operator-works ]; do sleep 0.1; done");
    const previewed = pulumi("preview", "--expect-no-changes");
    await waitFor(async () => (await exec("n1", "pgrep -f '[n]ode.sh facts'")).exitCode === 0, {
      what: "facts that wait",
    });
    await run("n1", "touch /run/operator-ends");
    await held;
    const { exitCode, stdout, stderr } = await previewed;
    assert.equal(exitCode, 0, stderr);
    assert.match(
      stdout,
      /n1: another change of this node, by alice@192\.0\.2\.77, began at 2026-11-30 20:15:03 UTC/,
    );
  });

  it("that were renamed are refused until a hand-over, which no service notices", async () => {
    const samples = await sampled(async () => {
      await must("stack", "rename", "organization/moved/renamed");
      [project, stack] = ["moved", "renamed"];
      write(program(own));
      const { exitCode, stdout, stderr } = await pulumi("preview");
      assert.notEqual(exitCode, 0);
      const words = ["hand-over", "other/side/pve", "moved/renamed/pve"];
      assert.ok((stdout + stderr).includes(`bin/quorate ${words.join(" ")}`), stdout + stderr);
      // n2 has it already: a rerun completes the others.
      await run("n2", handOver(false, "other/side/pve", "moved/renamed/pve"));
      const handed = await command([`${clone}/bin/quorate`, ...words, "--stack", "lab"]);
      assert.equal(handed.exitCode, 0, handed.stderr);
      assert.match(handed.stdout, /^n1: web: handed over to moved\/renamed\/pve$/m);
      assert.match(handed.stdout, /^n2: other\/side\/pve has no units here, so nothing changed$/m);
      await up();
    });
    stayed(samples, vip, "n3");
  });

  it("leave each other alone, whichever comes first; the last one takes what they shared along", async () => {
    const samples = await sampled(standardStack);
    stayed(samples, vip, "n3");
    await unnoticed(async () => {
      await must("destroy", "--yes", "--skip-preview");
      assert.deepEqual((await addresses("n3")).includes(vip), false);
      await noChange();
    });
    for (const node of nodes)
      assert.equal(await run(node, `sh ${programPath} facts | awk '$1 == "unit" && $NF !~ /^quorate/'`), "");
  });
});
