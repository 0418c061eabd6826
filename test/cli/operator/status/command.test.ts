import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { statusSchema } from "../../../../cli/operator/status/schema";
import { clone, command, type Outcome } from "../../../../lab";
import { Sshd } from "../../../support/toolchain/sshd";

const quorate = (args: string[]): Promise<Outcome> => command([`${clone}/bin/quorate`, "status", ...args]);

interface Cluster {
  ssh: object;
  networks: object;
  nodes: Record<string, object>;
}

/** Without the lab: the nodes are this machine's sshd, or no machine. */
describe("bin/quorate status", () => {
  let folder: string;
  let sshd: Sshd;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "quorate-status-"));
    sshd = await Sshd.start();
  });
  after(async () => {
    await sshd.stop();
    rmSync(folder, { recursive: true });
  });

  /** The stack `lab` with another cluster. @returns the file's path */
  const write = (edit: (cluster: Cluster) => void): string => {
    const stack = parse(readFileSync(`${clone}/Pulumi.lab.yaml`, "utf8")) as {
      config: { "quorate:cluster": Cluster };
    };
    edit(stack.config["quorate:cluster"]);
    const file = join(folder, "stack.yaml");
    writeFileSync(file, stringify(stack));
    return file;
  };

  it("ends with 2 and a sentence where it is called wrongly", async () => {
    for (const [args, words] of [
      [["--stack", "nowhere"], /^quorate: there is no Pulumi\.nowhere\.yaml in .*; the stacks there: lab/],
      [["--config-file", "/nowhere.yaml", "-s", "x"], /^quorate: \/nowhere\.yaml: /],
      [["--tomorrow"], /unknown option '--tomorrow'/],
      [["--timeout", "soon"], /It must be 0\.1 to 60 seconds/],
    ] as const) {
      const { exitCode, stdout, stderr } = await quorate([...args]);
      assert.deepEqual([exitCode, stdout], [2, ""], args.join(" "));
      assert.match(stderr, words);
    }
    assert.equal((await quorate(["--help"])).exitCode, 0);
  });

  it("ends with 2 and all findings if the stack has mistakes", async () => {
    const file = write((cluster) => {
      cluster.nodes["n4"] = { address: "192.0.2.14", votez: 1 };
    });
    const { exitCode, stderr } = await quorate(["-s", "x", "--config-file", file]);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^quorate: 1 mistake in the configuration:\n {2}cluster\.nodes\.n4: votez is not known here; .*\[CONFIG_/,
    );
  });

  it("says of each node why it can't be asked, as JSON and in the table; asks those that can be", async () => {
    const key = (name: string): string => sshd.read(`${name}.pub`).split(" ").slice(0, 2).join(" ");
    const access = { port: sshd.port, user: sshd.user, privateKeyFile: sshd.path("user") };
    const here = (hostKey: string): string => {
      const file = write((cluster) => {
        cluster.ssh = {};
        cluster.networks = { lan: { subnet: "127.0.0.0/8", interface: "lo" } };
        cluster.nodes = {
          n1: { address: "127.0.0.1", hostKey, ssh: access },
          n2: { address: "127.0.0.2", hostKey, ssh: { ...access, port: 1 } },
        };
      });
      // It replaces the addresses of the frontend and the groups, too.
      writeFileSync(
        file,
        readFileSync(file, "utf8").replaceAll("192.0.2.10", "127.0.0.10").replaceAll("- n3", ""),
      );
      return file;
    };
    const { exitCode, stdout, stderr } = await quorate([
      "-s",
      "x",
      "--config-file",
      here(key("host")),
      "--json",
      ...["--timeout", "60"], // a busy machine's sshd answers late
    ]);
    assert.equal(exitCode, 1, stderr);
    const { nodes } = statusSchema.parse(JSON.parse(stdout));
    assert.deepEqual(
      nodes.map(({ unreachable }) => unreachable?.reason ?? "asked"),
      ["asked", "refused"],
    );
    here(key("other"));
    // A path is relative to the caller's folder.
    const script = `cd '${folder}' && exec '${clone}/bin/quorate' status -s x --config-file stack.yaml --timeout 60`;
    const table = await command(["sh", "-c", script]);
    assert.equal(table.exitCode, 1, table.stderr);
    assert.match(table.stdout, /^node n1 .* 127\.0\.0\.1 shows another host key than the pinned one/m);
    assert.match(table.stdout, /^node n2 .* 127\.0\.0\.2 refuses connections on port 1$/m);
  });
});
