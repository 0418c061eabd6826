import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { directory, exec, privateKeyFile } from "../../lab";
import { nodes, settled } from "../support/lab/probes";
import { environment, preview, pulumi, standardStack, tryUp, withStack } from "../support/pulumi/labStack";

/** Collects the command lines of all processes on this machine and all nodes, until you call the result. */
function watchArguments(): () => Set<string> {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${id}/cmdline`, "utf8"));
      } catch {
        // the process has ended
      }
    }
  }, 20);
  return () => {
    clearInterval(timer);
    return seen;
  };
}

/** The lines of the operator's private key that no other key has. The first one begins like any other key's. */
function keyLines(): string[] {
  return readFileSync(privateKeyFile, "utf8").split("\n").slice(2, -2);
}

/** The passwords that Pulumi has generated. */
async function passwords(): Promise<string[]> {
  const { stdout, exitCode, stderr } = await pulumi(["stack", "export", "--show-secrets"]);
  assert.equal(exitCode, 0, stderr);
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources: { type: string; outputs?: { result?: { plaintext: string } } }[] };
  };
  const found = deployment.resources.filter(
    ({ type }) => type === "random:index/randomPassword:RandomPassword",
  );
  return found.map(({ outputs }) => JSON.parse(outputs?.result?.plaintext ?? '""') as string);
}

/**
 * The events of `up --json` without the SDK's debug messages, which no other output shows. They print the outputs of
 * all resources, secrets included, and no program can prevent it.
 */
function withoutDebugging(events: string): string {
  const lines = events.split("\n").filter((line) => !line.includes('"severity":"debug"'));
  return lines.join("\n");
}

function assertAbsent(secrets: readonly string[], text: string, where: string): void {
  for (const [index, secret] of secrets.entries())
    assert.ok(!text.includes(secret), `secret ${index} is in ${where}`);
}

describe("secrets", () => {
  let secrets: string[] = [];
  const outputs: Record<string, string> = {};
  let commandLines = new Set<string>();

  before(standardStack);
  before(async () => {
    const old = await passwords();
    const stop = watchArguments();
    const urn = "urn:pulumi:lab::quorate::quorate:vrrp:VrrpGroup$random:index/randomPassword:RandomPassword";
    // In processes of its own, whose arguments are seen.
    const replaced = await tryUp(
      undefined,
      ["--replace", `${urn}::ui-auth-pass`, "--replace", `${urn}::ssh-auth-pass`],
      { env: environment },
    );
    commandLines = stop();
    assert.equal(replaced.exitCode, 0, replaced.errors);
    secrets = [...old, ...(await passwords()), ...keyLines()];
    outputs["up --json"] = withoutDebugging(replaced.stdout) + replaced.stderr;
    for (const args of [["--diff"], ["--json"]]) {
      const { stdout, stderr } = await preview(({ vrrp }) => (vrrp.ui.advertInt = 2), args);
      outputs[`preview ${args.join()}`] = stdout + stderr;
    }
    const text = await pulumi([
      "up",
      "--yes",
      "--diff",
      "--show-replacement-steps",
      "--replace",
      `${urn}::ui-auth-pass`,
      ...withStack(),
    ]);
    assert.equal(text.exitCode, 0, text.stdout);
    outputs["up --diff"] = text.stdout + text.stderr;
    secrets.push(...(await passwords()));
    await settled();
  });

  it("are generated anew when they are replaced, one for each group, and are the ones in use", async () => {
    assert.equal(new Set(secrets.slice(0, 4)).size, 4);
    for (const secret of secrets.slice(0, 4)) assert.match(secret, /^[A-Za-z0-9]{8}$/);
    for (const node of nodes) {
      const { stdout } = await exec(
        node,
        "sed -n 's/^ *auth_pass //p' /etc/keepalived/conf.d/20-*.conf | sort",
      );
      assert.deepEqual(stdout.split("\n"), secrets.slice(-2).sort());
    }
  });

  it("are in no output of preview and up", () => {
    assert.equal(Object.keys(outputs).length, 4);
    for (const [command, text] of Object.entries(outputs)) {
      assert.ok(text.includes("ui-n1") || text.includes("update"), `${command} printed nothing`);
      assertAbsent(secrets, text, `the output of ${command}`);
    }
  });

  it("were in no command line of this machine and of the nodes", () => {
    const all = [...commandLines];
    assert.ok(
      all.some((line) => line.includes("node.sh\0work")),
      "no run of the program on a node was seen",
    );
    assert.ok(
      all.some((line) => line.includes("pulumi-resource-command")),
      "no plugin was seen",
    );
    for (const line of all) assertAbsent(secrets, line, line.replaceAll("\0", " ").slice(0, 200));
  });

  it("are in clear in no file of the state, its history and its backups", () => {
    const root = `${directory}/state`;
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(`${root}/${name}`).isFile(),
    );
    assert.ok(files.some((name) => name.includes("history")));
    for (const name of files) assertAbsent(secrets, readFileSync(`${root}/${name}`, "utf8"), name);
  });

  for (const node of nodes) {
    it(`are in no log of ${node}, and in no file that others than root can read`, async () => {
      const journal = await exec(
        node,
        "journalctl -q --no-pager -o cat; find /var/log -type f ! -path '*/journal/*' -exec cat {} +",
      );
      assert.ok(journal.stdout.includes("keepalived"));
      assertAbsent(secrets, journal.stdout, "the journal or a log");
      // The secrets are no arguments, because runuser logs its command line to journald.
      const search = ["grep", "-rlsF", "--file=-"];
      const input = secrets.join("\n");
      const places = ["/etc", "/home", "/opt", "/root", "/run", "/srv", "/tmp", "/usr/local", "/var"];
      const { stdout } = await exec(node, [...search, ...places], { user: "admin", input });
      assert.equal(stdout, "");
      const found = await exec(node, [...search, ...places], { input });
      assert.deepEqual(
        found.stdout.split("\n").filter((path) => !path.startsWith("/etc/keepalived/conf.d/20-")),
        [],
      );
      const leftovers = await exec(node, "ls -A /tmp/keepalived* 2>/dev/null");
      assert.equal(leftovers.stdout, "", "keepalived's dumps hold the password");
    });
  }
});
