import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { directory, exec } from "../../lab";
import { nodeStates } from "../support/lab/nodeState";
import { type Edit, preview, standardStack, up } from "../support/pulumi/labStack";

/** A change of each kind of file. */
const change: Edit = ({ vrrp, haproxy }) => {
  vrrp.ui.advertInt = 2;
  vrrp.ssh.track = [{ process: "haproxy", interval: 3 }];
  haproxy.backends["ssh"] = {
    check: { ssh: true },
    servers: { n1: { port: 22, weight: 7 }, n2: { port: 22 } },
  };
};

/** The files of Pulumi's state, by path. */
function state(): Record<string, string> {
  const root = `${directory}/state`;
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(`${root}/${name}`).isFile(),
  );
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(`${root}/${name}`, "utf8")]));
}

describe("preview", () => {
  before(standardStack);

  it("shows the lines of the rendered files that change, and no others", async () => {
    const { stdout, exitCode } = await preview(change, []);
    assert.equal(exitCode, 0, stdout);
    const changed = stdout
      .slice(stdout.lastIndexOf("what the update does:"))
      .split("\n")
      .filter((line) => /^ *[-+] /.test(line))
      .map((line) => line.trim().replace(/ +/, " "));
    assert.deepEqual(
      changed.sort(),
      [
        "- advert_int 1",
        "+ advert_int 2",
        "- interval 2",
        "+ interval 3",
        "- timeout 2",
        "+ timeout 3",
        "- server n1 192.0.2.11:22",
        "+ server n1 192.0.2.11:22 weight 7",
        "- server n3 192.0.2.13:22",
      ].sort(),
    );
  });

  it("ends with its plan in words: a diff for all nodes, services in their order, drift, and no secret", async () => {
    const instance = "/etc/keepalived/conf.d/20-vrrp_instances-ui.conf";
    await exec(
      "n3",
      `sed -i 's/priority 80/priority 120/; s/auth_pass .*/auth_pass Hidden42/' ${instance} && systemctl stop haproxy`,
    );
    const { stdout, exitCode } = await preview(change, []);
    assert.equal(exitCode, 0, stdout);
    const words = stdout.slice(stdout.lastIndexOf("what the update does:"));
    assert.match(words, /10-vrrp_scripts-ssh.conf on n1, n2 and n3:\n/);
    assert.match(words, /haproxy reloads for haproxy: n1, then n2\n/);
    assert.match(words, /n3: .*20-vrrp_instances-ui.conf was edited: priority 80 → 120/);
    assert.match(words, /n3: .*haproxy was stopped/);
    assert.doesNotMatch(stdout, /Hidden42|\{\{secret/);
    assert.ok(!Object.values(state()).some((text) => text.includes("what the update does")));
    await up();
  });

  it("changes nothing, on no node and not in the state", async () => {
    const before = { nodes: await nodeStates(), state: state() };
    const { exitCode, stdout } = await preview(change);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual({ nodes: await nodeStates(), state: state() }, before);
  });
});
